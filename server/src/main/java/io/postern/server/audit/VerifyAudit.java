package io.postern.server.audit;

import io.postern.server.store.AuditEntry;
import io.postern.server.store.AuditMark;
import io.postern.server.store.AuditTrail;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.util.Optional;

/** Computes the chain again, in parts, each in a short transaction of its own. */
final class VerifyAudit {
  private static final int PART = 500;

  private final Store store;

  @Inject
  VerifyAudit(Store store) {
    this.store = store;
  }

  /**
   * What came of it.
   *
   * @param last the last entry that was looked at and holds
   * @param entries how many hold
   * @param fault the first place where the chain does not hold
   */
  record Verdict(AuditMark last, long entries, Optional<Fault> fault) {}

  /** What is wrong with an entry. */
  record Fault(long number, String message) {}

  /**
   * @param from the first entry to look at; zero is the oldest
   * @param to the last one; zero is the newest
   */
  Verdict verify(long from, long to) {
    var walk = store.read(tx -> new Walk(tx.audit(), from, to));
    while (!walk.isOver()) {
      store.read(tx -> {
        walk.part(tx.audit());
        return walk;
      });
    }
    return walk.verdict();
  }

  /** A way along the chain. */
  private static final class Walk {
    private final AuditMark end;
    private final long to;
    private final Optional<Fault> beyond;
    private AuditMark reached;
    private long entries;
    private boolean over;
    private Optional<Fault> fault = Optional.empty();

    Walk(AuditTrail trail, long from, long to) {
      this.end = trail.last();
      this.to = to == 0 ? end.number() : Math.min(to, end.number());
      this.reached = trail.markBefore(from);
      this.beyond =
          trail.after(end.number(), 1).stream()
              .findFirst()
              .map(entry -> new Fault(entry.number(), "The entry stands behind the chain's end."));
    }

    boolean isOver() {
      return over;
    }

    void part(AuditTrail trail) {
      var cut = trail.cut();
      // The oldest entries may be cut off meanwhile.
      if (reached.number() < cut.number()) reached = cut;
      var part = trail.after(reached.number(), PART);
      for (var entry : part) {
        if (entry.number() > to) break;
        fault = faultOf(trail, entry);
        if (fault.isPresent()) break;
        reached = entry.mark();
        entries++;
      }
      over = fault.isPresent() || reached.number() >= to || part.size() < PART;
    }

    private Optional<Fault> faultOf(AuditTrail trail, AuditEntry entry) {
      long due = reached.number() + 1;
      if (entry.number() != due)
        return fault(due, "The entry is missing; the next one is " + entry.number() + ".");
      if (!entry.previous().equals(reached.hash()))
        return fault(due, "The entry does not follow from the one before it.");
      if (!entry.isIntact())
        return fault(due, "The entry does not say what it said when it was written.");
      var revision = entry.note().revision();
      return revision.number() == 0
              || trail.changesHash(revision).equals(entry.note().changesHash())
          ? Optional.empty()
          : fault(due, "What the entry vouches for was changed: " + revision.token() + ".");
    }

    private static Optional<Fault> fault(long number, String message) {
      return Optional.of(new Fault(number, message));
    }

    Verdict verdict() {
      return new Verdict(reached, entries, fault.or(this::faultOfEnd));
    }

    private Optional<Fault> faultOfEnd() {
      if (reached.number() < to)
        return fault(reached.number() + 1, "The entry is missing; the chain ends before it.");
      if (reached.number() < end.number()) return Optional.empty();
      return reached.hash().equals(end.hash())
          ? beyond
          : fault(end.number(), "The entry is not the one that the chain ended with.");
    }
  }
}
