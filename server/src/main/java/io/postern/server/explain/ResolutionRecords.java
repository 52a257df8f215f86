package io.postern.server.explain;

import io.postern.server.dnsview.ResolutionStep.ClaimSeen;
import io.postern.server.dnsview.ResolutionStep.Records;
import io.postern.server.dnsview.ResolutionStep.Said;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.Claim;
import io.postern.v1.DnsStatus;
import io.postern.v1.QueryResponseOrBuilder;
import io.postern.v1.ResolutionClaim;
import io.postern.v1.ResolutionStep;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stood in a zone at a name: the record or claim that answered, and those behind it. */
final class ResolutionRecords {
  private final ResolutionNames names;
  private final Records records;
  private final QueryResponseOrBuilder answer;

  ResolutionRecords(ResolutionNames names, Records records, QueryResponseOrBuilder answer) {
    this.names = names;
    this.records = records;
    this.answer = answer;
  }

  void fill(ResolutionStep.Builder message) {
    var zone = names.zone(records.apex());
    if (zone.isEmpty()) return;
    var claims = claims(zone.get());
    message.setDecidedBy(names.shown(decidedBy(zone.get(), claims)));
    records.claims().stream()
        .sorted(Comparator.comparingLong(ClaimSeen::order))
        .forEach(seen -> message.addClaims(claim(seen, claims.get(seen.order()))));
  }

  private Map<Long, Claim> claims(ResourceName zone) {
    return records.at().isEmpty() || records.claims().isEmpty()
        ? Map.of()
        : names.claims(zone, records.apex(), records.at().get());
  }

  /** The endpoint whose claim answered, the record set, or the zone that has neither. */
  private ResourceName decidedBy(ResourceName zone, Map<Long, Claim> claims) {
    if (records.said() != Said.FOUND && records.said() != Said.ALIAS) return zone;
    return records.claims().stream()
        .filter(ClaimSeen::chosen)
        .map(seen -> Optional.ofNullable(claims.get(seen.order())).map(Claim::endpoint))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> recordSet(zone))
        .orElse(zone);
  }

  /** Of the types that stand there, the one that the answer has at this name. */
  private Optional<ResourceName> recordSet(ResourceName zone) {
    return answer.getAnswersList().stream()
        .filter(record -> record.getName().equalsIgnoreCase(records.name() + "."))
        .filter(record -> records.handMade().contains(record.getType()))
        .map(record ->
            names.recordSet(zone, records.apex(), records.at().orElseThrow(), record.getType()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private ResolutionClaim claim(ClaimSeen seen, @Nullable Claim known) {
    var message =
        ResolutionClaim.newBuilder().addAllIpAddresses(seen.addresses()).setDnsStatus(status(seen));
    if (known != null) {
      message
          .setPrivateEndpoint(names.shown(known.endpoint()))
          .setVirtualNetwork(names.shown(known.virtualNetwork()));
    }
    return message.build();
  }

  private static DnsStatus status(ClaimSeen seen) {
    if (!seen.live()) return DnsStatus.DNS_STATUS_DORMANT;
    return seen.chosen() ? DnsStatus.DNS_STATUS_PUBLISHED : DnsStatus.DNS_STATUS_SHADOWED;
  }
}
