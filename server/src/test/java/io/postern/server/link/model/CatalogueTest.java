package io.postern.server.link.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.link.model.Member.MemberName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final List<String> LINES = lines();
  private static final Catalogue PUBLIC = Catalogue.parse(LINES, "public");
  private static final String SERVICE = "microsoft.network/privatelinkservices";
  private static final String RECOVERY = "Microsoft.RecoveryServices/vaults";

  @Test
  void everyPublicRowIsFoundByItsTypeAndGroupInAnyCase() {
    var columns = List.of(LINES.getFirst().split("\t", -1));
    int found = 0;
    for (var line : LINES.subList(1, LINES.size())) {
      var cells = List.of(line.split("\t", -1));
      if (!cells.get(columns.indexOf("cloud")).equals("public")) continue;
      var type = cells.get(columns.indexOf("resource_type"));
      var group = cells.get(columns.indexOf("subresource"));
      assertTrue(PUBLIC.group(type.toUpperCase(Locale.ROOT), group).isPresent(), line);
      found++;
    }
    assertTrue(found > 100, "only " + found + " rows are public");
  }

  @Test
  void everyPublicRowIsFoundByTheSeedsSpelling() {
    var columns = List.of(LINES.getFirst().split("\t", -1));
    for (var line : LINES.subList(1, LINES.size())) {
      var cells = List.of(line.split("\t", -1));
      var type = cells.get(columns.indexOf("seed_resource_type"));
      if (type.isEmpty() || !cells.get(columns.indexOf("cloud")).equals("public")) continue;
      var group = cells.get(columns.indexOf("seed_subresource"));
      assertTrue(PUBLIC.group(type, group).isPresent(), line);
    }
  }

  @Test
  void everyGroupOfEveryTypeGivesWellFormedMembersAndNames() {
    for (var type : PUBLIC.types()) {
      if (type.equalsIgnoreCase(SERVICE)) continue; // its one member has neither group nor name
      for (var group : PUBLIC.groups(type)) {
        for (var member : group.members(values("r1", "eastus", "westus"))) {
          assertFalse(member.memberName().isEmpty(), type);
          for (var name : member.names()) {
            assertEquals(name.fqdn(), PublicRecord.dnsName(name.fqdn(), type));
            assertTrue(name.zone().isEmpty() || name.zone().startsWith("privatelink"), type);
          }
        }
      }
    }
  }

  /** Semantics §6: one address for each required member, whatever the number of names. */
  @Test
  void membersAreAsManyAsAzureGivesAddressesFor() {
    assertEquals(1, count("Microsoft.KeyVault/vaults", "vault", "eastus"));
    assertEquals(1, count("Microsoft.Storage/storageAccounts", "blob", "eastus"));
    assertEquals(1, count("Microsoft.Sql/servers", "sqlServer", "eastus"));
    assertEquals(1, count("Microsoft.Web/sites", "sites", "eastus"));
    assertEquals(3, count("Microsoft.CognitiveServices/accounts", "account", "eastus"));
    assertEquals(2, count("Microsoft.ContainerRegistry/registries", "registry", "eastus"));
    assertEquals(
        3, count("Microsoft.ContainerRegistry/registries", "registry", "eastus", "westus"));
    assertEquals(2, count("Microsoft.DocumentDB/databaseAccounts", "Sql", "eastus"));
    assertEquals(3, count("Microsoft.DocumentDB/databaseAccounts", "Sql", "eastus", "westus"));
    assertEquals(5, count(RECOVERY, "AzureSiteRecovery", "eastus"));
  }

  /** Semantics §7.5: the record's name is the public name without the zone's public suffix. */
  @Test
  void recordsAreNamedByTheirPublicNamesWithoutTheSuffix() {
    assertEquals(
        List.of(
            new MemberName("a.blob.core.windows.net", "privatelink.blob.core.windows.net", "a")),
        names("Microsoft.Storage/storageAccounts", "blob", "a"));
    assertEquals(
        List.of(new MemberName("kv1.vault.azure.net", "privatelink.vaultcore.azure.net", "kv1")),
        names("Microsoft.KeyVault/vaults", "vault", "kv1"));
    assertEquals(
        List.of(
            new MemberName("app.azurewebsites.net", "privatelink.azurewebsites.net", "app"),
            new MemberName(
                "app.scm.azurewebsites.net", "privatelink.azurewebsites.net", "app.scm")),
        names("Microsoft.Web/sites", "sites", "app"));
    assertEquals(
        List.of(
            new MemberName("a.azurecr.io", "privatelink.azurecr.io", "a"),
            new MemberName("a.eastus.data.azurecr.io", "privatelink.azurecr.io", "a.eastus.data")),
        names("Microsoft.ContainerRegistry/registries", "registry", "a"));
  }

  @Test
  void anUnknownTypeHasNoGroups() {
    assertEquals(List.of(), PUBLIC.groups("Microsoft.Nothing/atAll"));
  }

  @Test
  void eachCloudHasItsOwnZones() {
    var government = Catalogue.parse(LINES, "usgov").group("Microsoft.Web/sites", "sites");

    assertTrue(government.orElseThrow().zones().contains("privatelink.azurewebsites.us"));
  }

  @Test
  void theThreeCloudsTogetherHaveAll194Rows() {
    assertEquals(
        194,
        PUBLIC.rows()
            + Catalogue.parse(LINES, "usgov").rows()
            + Catalogue.parse(LINES, "china").rows());
  }

  /** Semantics §6: 2 and 3 for each storage account, with a zone of its own for each service. */
  @Test
  void aKustoClusterWithTwoStorageAccountsHasEightMembers() {
    var members =
        members(
            PUBLIC,
            "Microsoft.Kusto/clusters",
            "cluster",
            Map.of("storageAccount", "sa1,sa2"),
            "eastus");

    assertEquals(
        List.of(
            "Engine=kc.eastus.kusto.windows.net",
            "DataManagement=ingest-kc.eastus.kusto.windows.net",
            "blob-sa1=sa1.blob.core.windows.net",
            "blob-sa2=sa2.blob.core.windows.net",
            "queue-sa1=sa1.queue.core.windows.net",
            "queue-sa2=sa2.queue.core.windows.net",
            "table-sa1=sa1.table.core.windows.net",
            "table-sa2=sa2.table.core.windows.net"),
        texts(members));
    assertEquals(
        List.of("privatelink.eastus.kusto.windows.net", "privatelink.queue.core.windows.net"),
        List.of(zone(members, "Engine"), zone(members, "queue-sa2")));
    assertEquals("ingest-kc", recordName(members, "DataManagement"));
  }

  /** Semantics §6: eight for all, and three for each location of a workspace. */
  @Test
  void anAzureMonitorScopeWithOneWorkspaceLocationHasElevenMembers() {
    var members =
        members(
            PUBLIC,
            "Microsoft.Insights/privateLinkScopes",
            "azuremonitor",
            Map.of("workspaceId", "w1"),
            "eastus");

    assertEquals(11, members.size());
    assertEquals("privatelink.monitor.azure.com", zone(members, "api"));
    assertEquals("global.in.ai", recordName(members, "global.in.ai"));
    assertEquals("privatelink.oms.opinsights.azure.com", zone(members, "oms-eastus"));
    assertEquals("w1", recordName(members, "agent-eastus"));
    assertEquals("privatelink.blob.core.windows.net", zone(members, "agentsolutionpackstore"));
  }

  @Test
  void eachWorkspaceLocationOfAScopeAddsThreeMembersUnderItsOwnNames() {
    var members =
        members(
            PUBLIC,
            "Microsoft.Insights/privateLinkScopes",
            "azuremonitor",
            Map.of("workspaceId", "w1,w2", "location", "eastus,westus"),
            "eastus");

    assertEquals(14, members.size());
    assertTrue(texts(members).contains("ods-westus=w2.ods.opinsights.azure.com"));
  }

  @Test
  void aNameThatAllOfATypeHaveBelongsToNoneOfThem() {
    var portal = members(PUBLIC, "Microsoft.DataFactory/factories", "portal", Map.of(), "eastus");
    var factory =
        members(PUBLIC, "Microsoft.DataFactory/factories", "dataFactory", Map.of(), "eastus");

    assertTrue(portal.getFirst().names().getFirst().shared());
    assertFalse(factory.getFirst().names().getFirst().shared());
  }

  @Test
  void theKindDecidesWhereMembersOrZonesDependOnIt() {
    var account = PUBLIC.groups("Microsoft.CognitiveServices/accounts", "OpenAI").getFirst();
    var redis = PUBLIC.groups("Microsoft.Cache/RedisEnterprise", "ManagedRedis").getFirst();

    assertEquals(
        List.of("default=a.openai.azure.com"), texts(account.members(values("a", "eastus"))));
    assertEquals(List.of("privatelink.redis.azure.net"), redis.zones());
    assertEquals(
        List.of("privatelink.redisenterprise.cache.azure.net"),
        PUBLIC.groups("Microsoft.Cache/RedisEnterprise").getFirst().zones());
  }

  @Test
  void theOtherCloudsHaveTheSameMembersUnderNamesOfTheirOwn() {
    var government = Catalogue.parse(LINES, "usgov");
    var china = Catalogue.parse(LINES, "china");

    assertEquals(
        List.of("default=kc.vault.usgovcloudapi.net"),
        texts(members(government, "Microsoft.KeyVault/vaults", "vault", Map.of(), "eastus")));
    var vault = members(china, "Microsoft.KeyVault/vaults", "vault", Map.of(), "eastus");
    assertEquals(List.of("default=kc.vault.azure.cn"), texts(vault));
    assertEquals("privatelink.vaultcore.azure.cn", zone(vault, "default"));
    assertEquals("kc", recordName(vault, "default"));
    assertEquals(
        List.of("sites=kc.chinacloudsites.cn", "sites=kc.scm.chinacloudsites.cn"),
        texts(members(china, "Microsoft.Web/sites", "sites", Map.of(), "eastus")));
    assertEquals(
        List.of("blob=kc.blob.core.chinacloudapi.cn"),
        texts(members(china, "Microsoft.Storage/storageAccounts", "blob", Map.of(), "eastus")));
    assertEquals(2, government.groups("Microsoft.HDInsight/clusters").size());
  }

  @Test
  void everyGroupOfTheOtherCloudsGivesWellFormedNamesInItsOwnZones() {
    for (var cloud : List.of("usgov", "china")) {
      var catalogue = Catalogue.parse(LINES, cloud);
      for (var type : catalogue.types()) {
        for (var group : catalogue.groups(type)) {
          for (var member : group.members(values("r1", "eastus"))) {
            for (var name : member.names()) {
              assertEquals(name.fqdn(), PublicRecord.dnsName(name.fqdn(), type));
              assertFalse(name.zone().isEmpty(), name.fqdn());
            }
          }
        }
      }
    }
  }

  private static List<Member> members(
      Catalogue catalogue,
      String type,
      String group,
      Map<String, String> parameters,
      String... regions) {
    var values = Placeholders.of("kc", List.of(regions), Map.of("eastus", "eus"), parameters);
    return catalogue.group(type, group).orElseThrow().members(values);
  }

  private static List<String> texts(List<Member> members) {
    return members.stream()
        .flatMap(
            member -> member.names().stream().map(name -> member.memberName() + "=" + name.fqdn()))
        .toList();
  }

  private static String zone(List<Member> members, String member) {
    return name(members, member).zone();
  }

  private static String recordName(List<Member> members, String member) {
    return name(members, member).recordName();
  }

  private static MemberName name(List<Member> members, String memberName) {
    return members.stream()
        .filter(member -> member.memberName().equals(memberName))
        .findFirst()
        .orElseThrow()
        .names()
        .getFirst();
  }

  private static int count(String type, String group, String... regions) {
    return PUBLIC.group(type, group).orElseThrow().members(values("r1", regions)).size();
  }

  private static List<MemberName> names(String type, String group, String resource) {
    return PUBLIC.group(type, group).orElseThrow().members(values(resource, "eastus")).stream()
        .flatMap(member -> member.names().stream())
        .toList();
  }

  private static Placeholders values(String name, String... regions) {
    return Placeholders.of(name, List.of(regions), Map.of("eastus", "eus"), Map.of());
  }

  private static List<String> lines() {
    try (var file = Catalogue.class.getResourceAsStream("/catalogue/resource-types.tsv")) {
      var bytes = Objects.requireNonNull(file).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
