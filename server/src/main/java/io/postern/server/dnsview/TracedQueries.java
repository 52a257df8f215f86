package io.postern.server.dnsview;

import io.postern.dns.codec.QueryEncoder;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Asks this server's DNS like any client, and has it tell how it came to its answer. */
public final class TracedQueries {
  private final DnsFrontend frontend;

  @Inject
  TracedQueries(DnsFrontend frontend) {
    this.frontend = frontend;
  }

  /**
   * An answer and how it came about.
   *
   * @param message the answer as it is sent
   * @param revision of the index that it was looked up in
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
  public record Traced(List<ResolutionStep> steps, byte[] message, Revision revision) {
    public Traced {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Asks; may wait for upstream resolvers.
   *
   * @param network whose view to ask in; empty for the public view
   * @param type a mnemonic, empty for A
   */
  public Traced ask(Optional<ResourceName> network, String name, String type) {
    var trace = new ResolutionTrace();
    var question = DnsProto.question(name, type);
    var message = frontend.answer(QueryEncoder.encode(0, question, true), network, trace);
    return new Traced(trace.steps(), message, trace.revision());
  }
}
