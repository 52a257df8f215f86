package io.postern.server.dnsview;

import io.postern.dns.lookup.Question;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.KeptChanges.Moment;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What DNS answered at an earlier revision. The resources that matter are taken as they are now,
 * and what was written since is taken back, write by write, until the answer that was given then
 * has both of its ends. No answer is stored.
 *
 * <p>What matters shows on the way, such as a zone whose link was deleted since. Then the way is
 * gone once more, with that in mind from its beginning.
 */
public final class PastAnswers {
  /** How many revisions are read at once. */
  private static final int REVISIONS_AT_ONCE = 64;

  /** How many revisions before the one that was asked for are looked at for the answer's begin. */
  private static final int LOOKED_BACK = 200_000;

  private final DnsServerSettings settings;

  @Inject
  PastAnswers(DnsServerSettings settings) {
    this.settings = settings;
  }

  /**
   * An answer and for how long it was given.
   *
   * @param answer empty where there was no such network
   * @param start the write with which it began; empty when that is further back than changes are
   *     kept, or than is looked
   * @param end the write with which it ended; empty while it is given
   * @param causes the resources whose change it began with
   */
  public record Past(
      Optional<PastAnswer> answer,
      Optional<Moment> start,
      Optional<Moment> end,
      Set<ResourceName> causes) {
    public Past {
      causes = Set.copyOf(causes);
    }
  }

  /**
   * Finds an answer of the past. Takes the longer, the more was written since.
   *
   * @param network whose view is asked; empty for the public one
   * @param type a mnemonic, empty for A
   * @param at no older than the changes that are kept
   * @param each run now and then: what it throws ends the search
   * @throws ControlException {@code InvalidArgument} for what is no name or type
   */
  public Past find(
      Store store,
      Optional<ResourceName> network,
      String name,
      String type,
      Revision at,
      Runnable each) {
    var question = DnsProto.question(name, type);
    var interest = new PastInterest(network, ForSecondaries.of(settings).catalog());
    interest.zone(question.name(), null, false);
    while (true) {
      int known = interest.size();
      var found = new Search(store, question, interest, at, each).run();
      if (interest.size() == known) return found;
    }
  }

  /** One way back from now. */
  private final class Search {
    private final Store store;
    private final PastInterest interest;
    private final Revision at;
    private final Runnable each;
    private final PastView view;
    private Optional<PastAnswer> answer = Optional.empty();
    private @Nullable Moment end;

    Search(Store store, Question question, PastInterest interest, Revision at, Runnable each) {
      this.store = store;
      this.interest = interest;
      this.at = at;
      this.each = each;
      this.view =
          new PastView(
              new ZoneCompiler(settings.publicRecursion(), ForSecondaries.of(settings)),
              question,
              interest.network(),
              !settings.upstreams().isEmpty(),
              interest);
    }

    Past run() {
      var position = begin();
      while (true) {
        each.run();
        var stretch = stretchTo(position);
        for (var write : stretch.newestFirst()) {
          var found = takeBack(write);
          if (found != null) return found;
        }
        position = stretch.after();
        boolean farEnough = position.number() < at.number() - LOOKED_BACK;
        if (stretch.isLast() || farEnough) return past(Optional.empty(), Set.of());
      }
    }

    private Revision begin() {
      return store.read(tx -> {
        view.take(PastResources.of(tx, interest));
        answer = view.answer();
        return tx.revision();
      });
    }

    /** Takes back one write; returns what was looked for once it is found. */
    private @Nullable Past takeBack(List<Change> write) {
      var revision = write.getFirst().revision();
      boolean reached = !revision.isAfter(at);
      if (reached && answer.isEmpty()) return past(Optional.empty(), Set.of());
      var taking = write.stream().filter(interest::takes).toList();
      if (taking.isEmpty()) return null;
      view.takeBack(taking);
      var earlier = view.answer();
      if (isSame(earlier, answer)) return null;
      var moment = new Moment(revision, write.getFirst().time());
      if (reached)
        return past(
            Optional.of(moment), taking.stream().map(Change::name).collect(Collectors.toSet()));
      answer = earlier;
      end = moment;
      return null;
    }

    private static boolean isSame(Optional<PastAnswer> one, Optional<PastAnswer> other) {
      return one.isEmpty() || other.isEmpty()
          ? one.isEmpty() == other.isEmpty()
          : one.get().isLike(other.get());
    }

    private Past past(Optional<Moment> start, Set<ResourceName> causes) {
      return new Past(answer, start, Optional.ofNullable(end), causes);
    }

    private Stretch stretchTo(Revision through) {
      return store.read(tx -> {
        var kept = tx.changesKept();
        var oldest = kept.oldest();
        if (oldest.isAfter(at)) throw kept.reachesNoFurther();
        var from = new Revision(Math.max(oldest.number(), through.number() - REVISIONS_AT_ONCE));
        return new Stretch(
            from, !from.isAfter(oldest), kept.between(from, through, PastInterest.KINDS));
      });
    }
  }

  /**
   * Some writes that follow one another.
   *
   * @param after the revision before the first of them
   * @param isLast whether nothing older is kept
   */
  private record Stretch(Revision after, boolean isLast, List<Change> changes) {
    List<List<Change>> newestFirst() {
      var writes = new ArrayList<List<Change>>();
      int begin = 0;
      for (int i = 1; i <= changes.size(); i++) {
        boolean ends =
            i == changes.size() || !changes.get(i).revision().equals(changes.get(begin).revision());
        if (!ends) continue;
        writes.add(changes.subList(begin, i));
        begin = i;
      }
      return writes.reversed();
    }
  }
}
