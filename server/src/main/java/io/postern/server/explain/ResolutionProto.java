package io.postern.server.explain;

import static io.postern.v1.ExplainOutcome.EXPLAIN_OUTCOME_DECIDED;
import static io.postern.v1.ExplainOutcome.EXPLAIN_OUTCOME_FAILED;
import static io.postern.v1.ExplainOutcome.EXPLAIN_OUTCOME_PASSED;

import io.postern.server.dnsview.ResolutionStep.LinkedZone;
import io.postern.server.dnsview.ResolutionStep.Loop;
import io.postern.server.dnsview.ResolutionStep.PublicSide;
import io.postern.server.dnsview.ResolutionStep.Records;
import io.postern.server.dnsview.ResolutionStep.Redirect;
import io.postern.server.dnsview.ResolutionStep.Rule;
import io.postern.server.dnsview.ResolutionStep.Said;
import io.postern.server.dnsview.ResolutionStep.Upstream;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.v1.ExplainOutcome;
import io.postern.v1.QueryResponseOrBuilder;
import io.postern.v1.ResolutionLink;
import io.postern.v1.ResolutionStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the steps of a look-up to the API's, with the resources behind them. */
final class ResolutionProto {
  private final ResolutionNames names;
  private final List<io.postern.server.dnsview.ResolutionStep> traced;
  private final QueryResponseOrBuilder answer;

  ResolutionProto(
      ResolutionNames names,
      List<io.postern.server.dnsview.ResolutionStep> traced,
      QueryResponseOrBuilder answer) {
    this.names = names;
    this.traced = traced;
    this.answer = answer;
  }

  List<ResolutionStep> steps() {
    var steps = new ArrayList<ResolutionStep>();
    steps.add(view());
    for (int i = 0; i < traced.size(); i++) {
      var next =
          i + 1 < traced.size()
              ? Optional.of(traced.get(i + 1))
              : Optional.<io.postern.server.dnsview.ResolutionStep>empty();
      steps.add(step(traced.get(i), next));
    }
    return steps;
  }

  private ResolutionStep view() {
    var outcome = traced.isEmpty() ? EXPLAIN_OUTCOME_FAILED : EXPLAIN_OUTCOME_PASSED;
    var sentence =
        names.network().isEmpty()
            ? "Asked from no network: no private zone, the public names only."
            : "Asked from a virtual network: its links, its forwarding rules, then the public"
                + " names.";
    return step(ResolutionStep.Kind.KIND_VIEW, "", outcome)
        .setDecidedBy(names.network().map(ResourceName::text).orElse(""))
        .setSentence(traced.isEmpty() ? "DNS does not know the network yet." : sentence)
        .build();
  }

  private ResolutionStep step(
      io.postern.server.dnsview.ResolutionStep step,
      Optional<io.postern.server.dnsview.ResolutionStep> next) {
    return switch (step) {
      case LinkedZone zone -> linkedZone(zone);
      case Records records -> records(records, next.isPresent());
      case Redirect redirect -> redirect(redirect);
      case Rule rule -> rule(rule);
      case PublicSide said -> publicSide(said, next.isPresent());
      case Upstream upstream -> upstream(upstream, next.isPresent());
      case Loop loop ->
          step(ResolutionStep.Kind.KIND_LOOP, loop.name(), EXPLAIN_OUTCOME_FAILED)
              .setSentence("The chain of aliases comes back to this name, or is too long.")
              .build();
    };
  }

  private static ResolutionStep.Builder step(
      ResolutionStep.Kind kind, String name, ExplainOutcome outcome) {
    return ResolutionStep.newBuilder().setKind(kind).setFqdn(name).setOutcome(outcome);
  }

  private ResolutionStep linkedZone(LinkedZone zone) {
    var message =
        step(ResolutionStep.Kind.KIND_LINKED_ZONE, zone.name(), EXPLAIN_OUTCOME_PASSED)
            .setSentence(sentence(zone));
    zone.apex().flatMap(names::zone).ifPresent(it -> message.setDecidedBy(names.shown(it)));
    for (var link : names.linksAround(zone.name())) {
      message.addLinks(
          ResolutionLink.newBuilder()
              .setVirtualNetworkLink(names.shown(link.name()))
              .setPrivateDnsZone(names.shown(link.zone()))
              .setRedirectsMissingNames(
                  link.resolutionPolicy() == ResolutionPolicy.NX_DOMAIN_REDIRECT)
              .setAsked(zone.apex().filter(link.apex().text()::equals).isPresent()));
    }
    return message.build();
  }

  private static String sentence(LinkedZone zone) {
    if (zone.publicOnly()) return "Left to the public side, so no zone is asked any more.";
    return zone.apex()
        .map(apex -> "The zone " + apex + " is the longest linked one that holds the name.")
        .orElse("No linked zone holds the name.");
  }

  private ResolutionStep records(Records records, boolean goesOn) {
    var outcome = goesOn ? EXPLAIN_OUTCOME_PASSED : EXPLAIN_OUTCOME_DECIDED;
    var message =
        step(ResolutionStep.Kind.KIND_RECORDS, records.name(), outcome)
            .setSentence(sentence(records));
    new ResolutionRecords(names, records, answer).fill(message);
    return message.build();
  }

  private static String sentence(Records records) {
    var wildcard =
        records.at().filter(at -> !at.equals(records.name())).map(at -> " (" + at + ")").orElse("");
    var said =
        switch (records.said()) {
          case FOUND ->
              records.claims().stream().anyMatch(claim -> claim.chosen())
                  ? "The zone has addresses of an endpoint for the name"
                  : "The zone has a record for the name";
          case ALIAS -> "The zone has an alias for the name, whose target is resolved next";
          case NO_DATA -> "The zone has the name, but nothing of this type";
          case NO_SUCH_NAME -> "The zone has no such name";
          case DORMANT -> "The zone has only claims whose connections carry no traffic";
          case NOTHING -> "The zone does not answer for the name";
        };
    return said + wildcard + ".";
  }

  private static ResolutionStep redirect(Redirect redirect) {
    return step(ResolutionStep.Kind.KIND_REDIRECT, redirect.name(), EXPLAIN_OUTCOME_PASSED)
        .setSentence(
            redirect.why() == Said.DORMANT
                ? "No connection carries traffic, so the name is left to the public side."
                : "The link leaves names that the zone does not have to the public side.")
        .build();
  }

  /** The servers are told to whoever may read the ruleset. */
  private ResolutionStep rule(Rule rule) {
    var ruleset = names.ruleset().map(names::shown).orElse("");
    var whom = ruleset.isEmpty() ? "its servers" : String.join(", ", rule.servers());
    var domain = rule.domain().equals(".") ? "every name" : rule.domain();
    return step(ResolutionStep.Kind.KIND_FORWARDING_RULE, rule.name(), EXPLAIN_OUTCOME_PASSED)
        .setDecidedBy(ruleset)
        .setSentence("The forwarding rule for " + domain + " has " + whom + " asked.")
        .build();
  }

  private ResolutionStep publicSide(PublicSide said, boolean goesOn) {
    var sentence =
        switch (said.said()) {
          case FOUND -> "A registered public name has a record.";
          case ALIAS -> "A registered public name is an alias, whose target is resolved next.";
          case NO_DATA, NO_SUCH_NAME, DORMANT ->
              "A registered public name has nothing of this type.";
          case NOTHING ->
              "No registered resource has the name" + (goesOn ? "." : "; " + nothingElse());
        };
    boolean refused = said.said() == Said.NOTHING && answer.getRcode().equals("REFUSED");
    var outcome =
        goesOn
            ? EXPLAIN_OUTCOME_PASSED
            : refused ? EXPLAIN_OUTCOME_FAILED : EXPLAIN_OUTCOME_DECIDED;
    return step(ResolutionStep.Kind.KIND_PUBLIC_SIDE, said.name(), outcome)
        .setSentence(sentence)
        .build();
  }

  /** What is answered when nobody is left to ask. */
  private String nothingElse() {
    if (traced.stream().anyMatch(Redirect.class::isInstance)) return "the zone's denial stands.";
    return answer.getAnswersCount() == 0
        ? "there is nobody else to ask."
        : "the answer ends with the aliases so far.";
  }

  private static ResolutionStep upstream(Upstream upstream, boolean goesOn) {
    var outcome =
        upstream.rcode().isEmpty()
            ? EXPLAIN_OUTCOME_FAILED
            : goesOn ? EXPLAIN_OUTCOME_PASSED : EXPLAIN_OUTCOME_DECIDED;
    var server = upstream.byRule() ? "server of the rule" : "upstream resolver";
    return step(ResolutionStep.Kind.KIND_UPSTREAM, upstream.name(), outcome)
        .setSentence(
            upstream
                .rcode()
                .map(rcode -> (upstream.byRule() ? "A " : "An ") + server + " said " + rcode + ".")
                .orElse("No " + server + " gave an answer."))
        .build();
  }
}
