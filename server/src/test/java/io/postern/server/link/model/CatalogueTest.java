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
      if (type.equals(SERVICE)) continue; // its one member has neither group nor name
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
