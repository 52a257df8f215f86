package io.postern.server.dnsview;

import io.postern.dns.lookup.Lookup;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.Trace;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.Zone;
import io.postern.server.dnsview.ResolutionStep.ClaimSeen;
import io.postern.server.dnsview.ResolutionStep.Said;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Revision;
import io.postern.server.ruleset.model.TargetServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down the steps of one look-up. One thread at a time; read when the answer is there. */
final class ResolutionTrace implements Trace {
  private final List<ResolutionStep> steps = new ArrayList<>();
  private Revision revision = Revision.ZERO;
  private @Nullable DnsName at;
  private Node node = Node.EMPTY;
  private List<Claim> chosen = List.of();
  private boolean byRule;

  List<ResolutionStep> steps() {
    return List.copyOf(steps);
  }

  Revision revision() {
    return revision;
  }

  @Override
  public void begins(ZoneIndex index) {
    revision = new Revision(index.revision());
  }

  @Override
  public void zone(DnsName name, ZoneIndex.@Nullable LinkedZone zone, boolean publicOnly) {
    at = null;
    node = Node.EMPTY;
    chosen = List.of();
    byRule = false;
    steps.add(
        new ResolutionStep.LinkedZone(
            text(name),
            zone == null ? Optional.empty() : Optional.of(text(zone.zone().apex())),
            zone != null && zone.redirectsMissingNames(),
            publicOnly));
  }

  @Override
  public void node(Zone zone, DnsName where, Node stands) {
    at = where;
    node = stands;
  }

  @Override
  public void claims(List<Claim> answering) {
    chosen = answering;
  }

  @Override
  public void zoneSaid(Zone zone, Question question, Lookup lookup) {
    steps.add(
        new ResolutionStep.Records(
            text(question.name()),
            text(zone.apex()),
            Optional.ofNullable(at).map(ResolutionTrace::text),
            node.recordSets().stream().map(set -> set.type().toString()).toList(),
            node.claims().stream().map(this::seen).toList(),
            said(lookup)));
  }

  private ClaimSeen seen(Claim claim) {
    var addresses =
        claim.recordSets().stream()
            .flatMap(set -> set.rdata().stream())
            .map(ResolutionTrace::address)
            .toList();
    return new ClaimSeen(claim.order(), claim.live(), chosen.contains(claim), addresses);
  }

  private static String address(Rdata rdata) {
    var octets = new byte[rdata.toBuffer().remaining()];
    rdata.toBuffer().get(octets);
    return IpAddress.of(octets).toString();
  }

  @Override
  public void redirected(Question question, Lookup lookup) {
    steps.add(new ResolutionStep.Redirect(text(question.name()), said(lookup)));
  }

  @Override
  public void ruleApplies(Question question, ForwardRule rule) {
    byRule = true;
    var servers =
        rule.servers().stream()
            .map(server ->
                new TargetServer(IpAddress.of(server.getAddress().getAddress()), server.getPort())
                    .toString())
            .toList();
    steps.add(new ResolutionStep.Rule(text(question.name()), text(rule.suffix()), servers));
  }

  @Override
  public void publicSideSaid(Question question, Lookup lookup) {
    steps.add(new ResolutionStep.PublicSide(text(question.name()), said(lookup)));
  }

  @Override
  public void upstreamSaid(Question question, UpstreamReply reply) {
    var rcode =
        reply.isAnswer() ? Optional.of(reply.rcode()).map(Rcode::name) : Optional.<String>empty();
    steps.add(new ResolutionStep.Upstream(text(question.name()), byRule, rcode));
  }

  @Override
  public void chainRefused(DnsName name) {
    steps.add(new ResolutionStep.Loop(text(name)));
  }

  private static Said said(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found _ -> Said.FOUND;
      case Lookup.Alias _, Lookup.Redirected _ -> Said.ALIAS;
      case Lookup.NoData _ -> Said.NO_DATA;
      case Lookup.NoSuchName _ -> Said.NO_SUCH_NAME;
      case Lookup.Dormant _ -> Said.DORMANT;
      // The control plane's zones delegate nothing and have no DNAME.
      case Lookup.NotAuthoritative _, Lookup.Referral _, Lookup.TooLong _ -> Said.NOTHING;
    };
  }

  private static String text(DnsName name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
