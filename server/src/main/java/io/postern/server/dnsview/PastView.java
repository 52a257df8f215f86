package io.postern.server.dnsview;

import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import io.postern.dns.codec.ResponseEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.Recursion;
import io.postern.dns.lookup.Resolution;
import io.postern.dns.lookup.Trace;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.lookup.ViewLookup;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ViewChooser;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one question is answered from, taken back in time write by write: the resources that matter
 * to it, in the compiler and the look-up that answer today.
 */
final class PastView {
  private static final Comparator<Resource> IN_ORDER =
      Comparator.comparingInt(resource -> ZoneCompiler.KINDS.indexOf(resource.kind()));

  /** Serials say how a server came to have a zone, which is in no store: they are left at 0. */
  private static final Revision NO_SERIAL = Revision.ZERO;

  /** As long as TCP allows. */
  private static final int LIMIT = 0xFFFF;

  /** Others are not asked again: what they said then is not known. */
  private static final UpstreamReply NOT_KNOWN =
      new UpstreamReply(Rcode.NOERROR, List.of(), List.of());

  private final ZoneCompiler compiler;
  private final Question question;
  private final Optional<ResourceName> network;
  private final boolean upstreams;
  private final Trace trace;

  /**
   * @param compiler with nothing in it yet
   * @param network whose view is asked; empty for the public one
   * @param upstreams whether this server has upstream resolvers
   * @param trace told the steps of each look-up
   */
  PastView(
      ZoneCompiler compiler,
      Question question,
      Optional<ResourceName> network,
      boolean upstreams,
      Trace trace) {
    this.compiler = compiler;
    this.question = question;
    this.network = network;
    this.upstreams = upstreams;
    this.trace = trace;
  }

  /** Takes in what there is, or was. */
  void take(Collection<Resource> resources) {
    resources.stream().sorted(IN_ORDER).forEach(resource -> compiler.put(resource, NO_SERIAL));
  }

  /**
   * Takes back what one write did.
   *
   * @param changes of one revision, in their order
   */
  void takeBack(List<Change> changes) {
    var first = new LinkedHashMap<ResourceName, Change>();
    var last = new LinkedHashMap<ResourceName, Change>();
    for (var change : changes) {
      first.putIfAbsent(change.name(), change);
      last.put(change.name(), change);
    }
    var gone = new ArrayList<Resource>();
    var back = new ArrayList<Resource>();
    first.forEach((name, change) ->
        change.before().ifPresentOrElse(back::add, () -> gone.add(change.resource())));
    gone.stream()
        .filter(it -> isThere(last.get(it.name())))
        .sorted(IN_ORDER.reversed())
        .forEach(resource -> compiler.remove(resource, NO_SERIAL));
    take(back);
  }

  private static boolean isThere(@Nullable Change last) {
    return last != null && last.operation() != Operation.DELETED;
  }

  /** How the question is answered; empty while there is no such network. */
  Optional<PastAnswer> answer() {
    var index = compiler.index(NO_SERIAL);
    var view = view(index);
    return view == null ? Optional.empty() : Optional.of(answer(index, view));
  }

  private @Nullable NetworkView view(ZoneIndex index) {
    return network.isEmpty() ? index.publicView() : ViewChooser.viewOf(index, network.get().key());
  }

  private PastAnswer answer(ZoneIndex index, NetworkView view) {
    var recursion = Recursion.of(view, upstreams);
    return switch (ViewLookup.resolve(index, view, question, recursion, trace)) {
      case Resolution.Answer answer -> new PastAnswer(encoded(answer, recursion), false);
      case Resolution.Upstream upstream ->
          upstream.resume(NOT_KNOWN) instanceof Resolution.Answer soFar
              ? new PastAnswer(encoded(soFar, recursion), true)
              : new PastAnswer(encoded(Resolution.Answer.of(Rcode.NOERROR), recursion), true);
    };
  }

  private byte[] encoded(Resolution.Answer answer, Recursion recursion) {
    return ResponseEncoder.encode(
        head(question), question, answer, recursion != Recursion.NONE, LIMIT);
  }

  private static QueryHead head(Question question) {
    var query = QueryEncoder.encode(0, question, true);
    if (QueryParser.parse(ByteBuffer.wrap(query)) instanceof Received.Query parsed)
      return parsed.head();
    throw new IllegalArgumentException("'" + question + "' cannot be asked.");
  }
}
