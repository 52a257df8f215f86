package io.postern.server.explain;

import io.grpc.Context;
import io.grpc.Status;
import io.postern.server.audit.WriteEntryProto;
import io.postern.server.auth.Policy;
import io.postern.server.dnsview.DnsProto;
import io.postern.server.dnsview.PastAnswer;
import io.postern.server.dnsview.PastAnswers;
import io.postern.server.dnsview.PastAnswers.Past;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Protos;
import io.postern.server.store.KeptChanges;
import io.postern.server.store.KeptChanges.Moment;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.v1.ExplainPastAnswerRequest;
import io.postern.v1.ExplainPastAnswerResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** Explains an answer of the past: what it was, from when to when, and who caused it. */
final class ExplainPastAnswer {
  private static final String TIME = "time";
  private static final String REVISION = "revision_token";

  private final Policy policy;
  private final PastAnswers answers;
  private final WriteEntryProto entries;

  @Inject
  ExplainPastAnswer(Policy policy, PastAnswers answers, WriteEntryProto entries) {
    this.policy = policy;
    this.answers = answers;
    this.entries = entries;
  }

  /** What is asked for, as far as the caller may ask for it. */
  private record Asked(Optional<ResourceName> network, Revision at) {}

  /** Reads outside one transaction, for there may be much to take back. */
  ExplainPastAnswerResponse run(
      Store store, RequestContext context, ExplainPastAnswerRequest request) {
    var asked = store.read(tx -> asked(tx, context, request));
    var past =
        answers.find(
            store,
            asked.network(),
            request.getName(),
            request.getType(),
            asked.at(),
            ExplainPastAnswer::requireCaller);
    var answer = past.answer().orElseThrow(() -> noNetworkYet(asked.network(), request));
    return store.read(tx -> response(tx, context, asked.at(), past, answer));
  }

  private static void requireCaller() {
    if (Context.current().isCancelled()) throw Status.CANCELLED.asRuntimeException();
  }

  private Asked asked(ReadTx tx, RequestContext context, ExplainPastAnswerRequest request) {
    var network = Optional.<ResourceName>empty();
    var since = Revision.ZERO;
    if (!request.getVirtualNetwork().isEmpty()) {
      var name = VirtualNetwork.KIND.parse(request.getVirtualNetwork(), "virtual_network");
      policy.require(tx, context, VirtualNetwork.KIND, "read", name);
      network = Optional.of(name);
      // What had the name before may have been another tenant's, and so may what is gone by now.
      if (!context.principal().isAdministrator())
        since = tx.get(VirtualNetwork.KIND, name).meta().created();
    }
    var at = moment(tx, context, request);
    if (since.isAfter(at)) throw noNetworkYet(network, request);
    return new Asked(network, at);
  }

  private static Revision moment(
      ReadTx tx, RequestContext context, ExplainPastAnswerRequest request) {
    return switch (request.getMomentCase()) {
      case TIME -> last(tx.changesKept(), Protos.instant(request.getTime(), TIME), context.now());
      case REVISION_TOKEN -> known(tx, Revision.parse(request.getRevisionToken(), REVISION));
      case MOMENT_NOT_SET ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD, TIME, "Say when: a time, or the token of a revision.");
    };
  }

  private static Revision last(KeptChanges kept, Instant time, Instant now) {
    if (time.isAfter(now))
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          TIME,
          "The time is yet to come, it is " + now + "; ask for one that is past.");
    var found = kept.lastAt(time).map(Moment::revision);
    if (found.isPresent()) return found.get();
    // Before the very first write nothing was stored.
    if (kept.oldest().equals(Revision.ZERO)) return Revision.ZERO;
    throw kept.reachesNoFurther();
  }

  private static Revision known(ReadTx tx, Revision revision) {
    if (revision.isAfter(tx.revision()))
      throw ControlException.of(
          new ControlError.Unavailable(
              Problem.of(
                      Reason.REVISION_NOT_REACHED,
                      "This server is not at " + revision.token() + " yet; ask again later.")
                  .with("servedRevision", tx.revision().token())));
    var kept = tx.changesKept();
    if (kept.oldest().isAfter(revision)) throw kept.reachesNoFurther();
    return revision;
  }

  private static ControlException noNetworkYet(
      Optional<ResourceName> network, ExplainPastAnswerRequest request) {
    return ControlException.invalid(
        Reason.INVALID_FIELD,
        request.hasTime() ? TIME : REVISION,
        "There was no virtual network '"
            + network.map(ResourceName::text).orElse("")
            + "' then; ask for a moment at which there was.");
  }

  private ExplainPastAnswerResponse response(
      ReadTx tx, RequestContext context, Revision at, Past past, PastAnswer answer) {
    var response =
        ExplainPastAnswerResponse.newBuilder()
            .setAnswer(
                DnsProto.answer(answer.message())
                    .clearAuthorities()
                    .clearMessage()
                    .setRevisionToken(at.token()))
            .setLeftToOthers(answer.leftToOthers())
            .setRevisionToken(at.token());
    tx.changesKept().timeOf(at).ifPresent(time -> response.setRevisionTime(Protos.timestamp(time)));
    past.start()
        .ifPresent(start -> {
          response
              .setStartRevisionToken(start.revision().token())
              .setStartTime(Protos.timestamp(start.time()));
          entries
              .of(tx, context.principal(), start.revision(), past.causes()::contains)
              .ifPresent(response::setCause);
        });
    past.end()
        .ifPresent(end ->
            response
                .setEndRevisionToken(end.revision().token())
                .setEndTime(Protos.timestamp(end.time())));
    return response.build();
  }
}
