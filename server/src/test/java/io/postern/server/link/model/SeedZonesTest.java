package io.postern.server.link.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The zones of every type in the overview's table of private-link resources, family by family, in
 * the table's own spelling. Written by hand, so that a slip in the catalogue's file shows.
 */
class SeedZonesTest {
  private static final Catalogue CATALOGUE = catalogue();

  @Test
  void storageHasAZoneForEachOfItsSixServicesAndTheirSecondaries() {
    for (var service : List.of("blob", "table", "queue", "file", "web", "dfs")) {
      var zone = "privatelink." + service + ".core.windows.net";
      zones("Microsoft.Storage/storageAccounts", service, zone);
      zones("Microsoft.Storage/storageAccounts", service + "_secondary", zone);
    }
    zones(
        "Microsoft.StorageSync/storageSyncServices",
        "File Sync Service",
        "privatelink.afs.azure.net");
    zones("Microsoft.Compute/diskAccesses", "managed disk", "privatelink.blob.core.windows.net");
  }

  @Test
  void databasesHaveAZoneOfTheirKind() {
    zones("Microsoft.Sql/servers", "SQL Server (sqlServer)", "privatelink.database.windows.net");
    zones(
        "Microsoft.DBforPostgreSQL/servers",
        "postgresqlServer",
        "privatelink.postgres.database.azure.com");
    zones("Microsoft.DBforMySQL/servers", "mysqlServer", "privatelink.mysql.database.azure.com");
    zones(
        "Microsoft.DBforMariaDB/servers",
        "mariadbServer",
        "privatelink.mariadb.database.azure.com");
    zones("Microsoft.Cache/Redis", "redisCache", "privatelink.redis.cache.windows.net");
    zones(
        "Microsoft.Cache/redisEnterprise",
        "redisEnterprise",
        "privatelink.redisenterprise.cache.azure.net");
  }

  @Test
  void cosmosHasAZoneForEachApi() {
    zones("Microsoft.AzureCosmosDB/databaseAccounts", "SQL", "privatelink.documents.azure.com");
    zones(
        "Microsoft.AzureCosmosDB/databaseAccounts",
        "MongoDB",
        "privatelink.mongo.cosmos.azure.com");
    for (var api : List.of("Cassandra", "Gremlin", "Table")) {
      zones(
          "Microsoft.AzureCosmosDB/databaseAccounts",
          api,
          "privatelink." + api.toLowerCase(Locale.ROOT) + ".cosmos.azure.com");
    }
  }

  @Test
  void messagingSharesTheServiceBusZoneAndEventGridHasItsOwn() {
    for (var type : List.of("EventHub", "ServiceBus", "Relay"))
      zones("Microsoft." + type + "/namespaces", "namespace", "privatelink.servicebus.windows.net");
    zones("Microsoft.EventGrid/topics", "topic", "privatelink.eventgrid.azure.net");
    zones("Microsoft.EventGrid/domains", "domain", "privatelink.eventgrid.azure.net");
    zones("Microsoft.SignalRService/SignalR", "signalr", "privatelink.service.signalr.net");
    zones("Microsoft.SignalRService/webPubSub", "webpubsub", "privatelink.webpubsub.azure.com");
  }

  @Test
  void analyticsHaveTheirZones() {
    zones("Microsoft.DataFactory/factories", "dataFactory", "privatelink.datafactory.azure.net");
    zones("Microsoft.HDInsight/clusters", "cluster", "privatelink.azurehdinsight.net");
    zones("Microsoft.Synapse/workspaces", "SQL", "privatelink.sql.azuresynapse.net");
    zones("Microsoft.Synapse/workspaces", "SqlOnDemand", "privatelink.sql.azuresynapse.net");
    zones("Microsoft.Synapse/workspaces", "Dev", "privatelink.dev.azuresynapse.net");
    zones("Microsoft.Synapse/privateLinkHubs", "synapse", "privatelink.azuresynapse.net");
    zones("Microsoft.Purview/accounts", "account", "privatelink.purview.azure.com");
    zones("Microsoft.Purview/accounts", "portal", "privatelink.purviewstudio.azure.com");
    zones(
        "Microsoft.PowerBI/privateLinkServicesForPowerBI",
        "Power BI",
        "privatelink.analysis.windows.net",
        "privatelink.pbidedicated.windows.net",
        "privatelink.prod.powerquery.microsoft.com");
    zones(
        "Microsoft.Kusto/clusters",
        "cluster",
        "privatelink.{regionName}.kusto.windows.net",
        "privatelink.blob.core.windows.net",
        "privatelink.queue.core.windows.net",
        "privatelink.table.core.windows.net");
  }

  @Test
  void learningAndSearchHaveTheirZones() {
    zones(
        "Microsoft.CognitiveServices/accounts",
        "account",
        "privatelink.cognitiveservices.azure.com",
        "privatelink.openai.azure.com",
        "privatelink.services.ai.azure.com");
    zones(
        "Microsoft.MachineLearningServices/workspaces",
        "amlworkspace",
        "privatelink.api.azureml.ms",
        "privatelink.notebooks.azure.net");
    zones("Microsoft.Search/searchServices", "search service", "privatelink.search.windows.net");
    zones("Microsoft.HealthcareApis/services", "fhir", "privatelink.azurehealthcareapis.com");
  }

  @Test
  void devicesHaveTheirZones() {
    zones(
        "Microsoft.Devices/provisioningServices",
        "iotDps",
        "privatelink.azure-devices-provisioning.net");
    zones(
        "Microsoft.Devices/IotHubs",
        "iotHub",
        "privatelink.azure-devices.net",
        "privatelink.servicebus.windows.net");
    zones(
        "Microsoft.IoTCentral/IoTApps",
        "IoTApps",
        "privatelink.azureiotcentral.com",
        "privatelink.azure-devices.net",
        "privatelink.servicebus.windows.net",
        "privatelink.azure-devices-provisioning.net");
    zones(
        "Microsoft.DigitalTwins/digitalTwinsInstances",
        "digitaltwinsinstance",
        "privatelink.digitaltwins.azure.net");
  }

  @Test
  void computeAndWebHaveTheirZones() {
    zones("Microsoft.Batch/batchAccounts", "batch account", "privatelink.batch.azure.com");
    zones(
        "Microsoft.ContainerRegistry/registries",
        "registry",
        // The records of the data members stand in it, too: acct.eastus.data.
        "privatelink.azurecr.io");
    zones(
        "Microsoft.ContainerService/managedClusters",
        "management",
        // A zone below it, {subzone}, is made by whoever wants one; endpoints do not keep records
        // there.
        "privatelink.{regionName}.azmk8s.io");
    zones(
        "Microsoft.Web/sites",
        "sites",
        // The records of the scm site stand in it, too: app.scm.
        "privatelink.azurewebsites.net");
    zones(
        "Microsoft.Web/hostingEnvironments",
        "hosting environment",
        "privatelink.appserviceenvironment.net");
    zones(
        "Microsoft.Web/staticSites",
        "staticSites",
        "privatelink.azurestaticapps.net",
        "privatelink.{partitionId}.azurestaticapps.net");
    for (var group : List.of("keydelivery", "liveevent", "streamingendpoint"))
      zones("Microsoft.Media/mediaservices", group, "privatelink.media.azure.net");
  }

  @Test
  void keysAndManagementHaveTheirZones() {
    zones("Microsoft.KeyVault/vaults", "vault", "privatelink.vaultcore.azure.net");
    zones("Microsoft.Keyvault/managedHSMs", "HSM", "privatelink.managedhsm.azure.net");
    zones(
        "Microsoft.Appconfiguration/configurationStores",
        "configurationStores",
        "privatelink.azconfig.io");
    for (var group : List.of("Webhook", "DSCAndHybridWorker"))
      zones("Microsoft.Automation/automationAccounts", group, "privatelink.azure-automation.net");
    zones(
        "Microsoft.Migrate/assessmentProjects",
        "project",
        "privatelink.prod.migration.windowsazure.com");
    zones(
        "Microsoft.RecoveryServices/vaults",
        "vault",
        "privatelink.{regionCode}.backup.windowsazure.com",
        "privatelink.blob.core.windows.net",
        "privatelink.queue.core.windows.net");
  }

  @Test
  void gatewaysAndOwnServicesHaveNoZoneOfTheCatalogue() {
    zones("Microsoft.Network/applicationgateways", "application gateway");
    zones("Microsoft.Network/privateLinkServices", "");
  }

  private static void zones(String type, String subresource, String... zones) {
    var group = CATALOGUE.group(type, subresource).orElseThrow(() -> missing(type, subresource));
    assertEquals(List.of(zones), group.zones(), type + " " + subresource);
  }

  private static AssertionError missing(String type, String subresource) {
    return new AssertionError("The catalogue has no " + type + " " + subresource);
  }

  private static Catalogue catalogue() {
    try (var file = Catalogue.class.getResourceAsStream("/catalogue/resource-types.tsv")) {
      var bytes = Objects.requireNonNull(file).readAllBytes();
      return Catalogue.parse(new String(bytes, StandardCharsets.UTF_8).lines().toList(), "public");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
