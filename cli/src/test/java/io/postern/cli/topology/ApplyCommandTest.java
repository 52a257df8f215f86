package io.postern.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Shell;
import io.postern.server.app.PosternServer;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applies topologies to a real server. */
final class ApplyCommandTest {
  @TempDir private Path folder;
  private PosternServer server;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    var free = SettingText.address("test", "127.0.0.1:0");
    server =
        PosternServer.start(
            ServerSettings.in(folder.resolve("data"))
                .with(AuthSettings.DECLARED)
                .with(GrpcSettings.DEFAULT.withAddress(free))
                .with(
                    DnsServerSettings.DEFAULT.withListeners(
                        List.of(new DnsServerSettings.ListenerSettings(free, Optional.empty())))));
    shell = new Shell(folder).with("POSTERN_SERVER", SettingText.print(server.grpcAddress()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Shell.Result apply(String yaml, String... options) throws IOException {
    var file = folder.resolve("topology.yaml");
    Files.writeString(file, yaml);
    var args = new ArrayList<>(List.of("apply", "-f", file.toString()));
    args.addAll(List.of(options));
    var result = shell.run(args.toArray(String[]::new));
    return new Shell.Result(
        result.exitCode(), result.out(), result.err().replace(folder + "/", ""));
  }

  private static String network(String region, int quota, String prefixes) {
    return """
    region: %s
    subscriptions:
      s:
        tenant: contoso
        registeredProviders: [Microsoft.Network]
        quotas: {privateEndpoints: %d}
        resourceGroups:
          g:
            virtualNetworks:
              net:
                addressPrefixes: [%s]
                subnets: {n1: {addressPrefixes: [10.1.0.0/24]}}
    """
        .formatted(region, quota, prefixes);
  }

  @Test
  void theQuickstartIsAppliedOnceAndThenNothingIsLeftToChange() throws IOException {
    var yaml = Files.readString(Path.of("../examples/quickstart.yaml"));
    var first = apply(yaml);
    assertEquals(0, first.exitCode(), first.text());
    assertTrue(first.out().contains("Plan: 21 to create, 0 to change, 0 unchanged."), first.out());
    assertTrue(first.out().endsWith("Done: 21 changes made.\n"), first.out());
    assertEquals("Nothing to change: 21 resources are as the file says.\n", apply(yaml).text());
  }

  @Test
  void aPlanShowsWhatWouldChangeAndChangesNothing() throws IOException {
    apply(network("westeurope", 10, "10.1.0.0/16"));
    var changed = network("westeurope", 20, "10.1.0.0/16, 10.2.0.0/16");
    var plan =
        """
          ~ subscription           s
              quotas.privateEndpoints: 10 -> 20
          ~ virtualNetwork         s/g/net
              addressPrefixes: [10.1.0.0/16] -> [10.1.0.0/16, 10.2.0.0/16]
        Plan: 0 to create, 2 to change, 1 unchanged.
        """;
    assertEquals(
        plan.replace("Plan:", "  = subnet                 s/g/net/n1\nPlan:"),
        apply(changed, "--plan").text());
    assertEquals(
        plan
            + """
              changed  subscription           s
              changed  virtualNetwork         s/g/net
            Done: 2 changes made.
            """
                .indent(0),
        apply(changed).text());
    assertEquals("Nothing to change: 3 resources are as the file says.\n", apply(changed).text());
  }

  private static String endpoints(String more) {
    var below =
        """
        privateDnsZones:
          privatelink.blob.core.windows.net:
            virtualNetworkLinks: {net: {virtualNetwork: net}}
        privateLinkResources:
          Microsoft.Storage/storageAccounts/acct1: {kind: StorageV2}
        privateEndpoints:
          one:
            subnet: net/n1
            privateLinkServiceConnection:
              {target: Microsoft.Storage/storageAccounts/acct1, groupIds: [blob]}
        """;
    return network("westeurope", 10, "10.1.0.0/16") + below.indent(8) + more.indent(10);
  }

  @Test
  void aPlanShowsTheAddressesAndRecordsThatWouldCome() throws IOException {
    apply(endpoints(""));
    var more =
        endpoints(
            """
              privateDnsZoneGroups:
                default:
                  privateDnsZoneConfigs:
                    - {name: blob, privateDnsZone: privatelink.blob.core.windows.net}
            two:
              subnet: net/n1
              privateLinkServiceConnection:
                {target: Microsoft.Storage/storageAccounts/acct1, groupIds: [blob]}
            """);
    var plan = apply(more, "--plan");
    assertEquals(
        """
          = subscription           s
          = virtualNetwork         s/g/net
          = subnet                 s/g/net/n1
          = privateDnsZone         s/g/privatelink.blob.core.windows.net
          = virtualNetworkLink     s/g/privatelink.blob.core.windows.net/net
          = privateLinkResource    s/g/Microsoft.Storage/storageAccounts/acct1
          = privateEndpoint        s/g/one
          + privateDnsZoneGroup    s/g/one/default
              record acct1.privatelink.blob.core.windows.net A 10.1.0.4
          + privateEndpoint        s/g/two
              address 10.1.0.5 for blob
        Plan: 2 to create, 0 to change, 7 unchanged.
        """,
        plan.text());
    assertEquals(plan.text(), apply(more, "--plan").text());
  }

  @Test
  void aPlanThatTheServerWouldRefuseSaysSo() throws IOException {
    apply(endpoints(""));
    var plan = apply(endpoints("").replace("10.1.0.0/16]", "10.7.0.0/16]"), "--plan");
    assertEquals(1, plan.exitCode(), plan.text());
    assertTrue(plan.out().contains("refused: "), plan.out());
  }

  @Test
  void anotherSpellingOfTheSameIsNoChange() throws IOException {
    apply(network("westeurope", 10, "10.1.0.0/16"));
    assertEquals(
        "Nothing to change: 3 resources are as the file says.\n",
        apply(network("West Europe", 10, "10.1.0.0/16")).text());
  }

  @Test
  void whatIsFixedAtCreateStopsEverything() throws IOException {
    apply(network("westeurope", 10, "10.1.0.0/16"));
    assertEquals(
        """
          ~ subscription           s
              quotas.privateEndpoints: 10 -> 20
          ~ virtualNetwork         s/g/net
              region: westeurope -> northeurope  (fixed)
        Plan: 0 to create, 2 to change, 1 unchanged.
        postern: nothing was changed: 'region' of the virtualNetwork s/g/net is fixed when it is created; delete it first, or set it back to westeurope
        exit code 4
        """,
        apply(network("northeurope", 20, "10.1.0.0/16")).text());
  }

  @Test
  void aRefusalSaysWhatWasDoneAndWhatWasNot() throws IOException {
    var refused = apply(network("westeurope", 10, "10.9.0.0/16"));
    assertEquals(1, refused.exitCode(), refused.text());
    assertTrue(
        refused
            .out()
            .endsWith(
                """
                  created  subscription           s
                  created  virtualNetwork         s/g/net
                  refused  subnet                 s/g/net/n1
                Stopped: 2 changes made and kept, 1 not made. Correct the file and apply it again.
                """),
        refused.out());
    assertEquals(
        "postern: topology.yaml:12: subnet s/g/net/n1: ",
        refused.err().substring(0, "postern: topology.yaml:12: subnet s/g/net/n1: ".length()));
    assertTrue(refused.err().endsWith("(field: addressPrefixes[0])\n"), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
  }

  @Test
  void aRefusedNameIsNamedWithItsLineToo() throws IOException {
    var refused = apply(network("westeurope", 10, "10.1.0.0/16").replace("net:", "n e t:"));
    assertTrue(
        refused.err().startsWith("postern: topology.yaml:10: virtualNetwork s/g/n e t: "),
        refused.err());
    assertEquals(1, refused.exitCode(), refused.err());
  }

  @Test
  void aRefusedProviderIsNamedAsTheFileDoes() throws IOException {
    var refused = apply("subscriptions:\n  s:\n    tenant: t\n    registeredProviders: ['n o']\n");
    assertTrue(
        refused.err().startsWith("postern: topology.yaml:4: subscription s: "), refused.err());
    assertTrue(refused.err().endsWith(" (field: registeredProviders)\n"), refused.err());
  }

  @Test
  void whoDoesNotAgreeChangesNothing() throws IOException {
    shell.answering("n");
    var declined = apply(network("westeurope", 10, "10.1.0.0/16"));
    assertEquals(7, declined.exitCode());
    assertTrue(declined.out().endsWith("\nNothing was changed.\n"), declined.out());
    assertEquals("No subscriptions.\n", shell.run("list", "subscriptions").text());
    shell.answering("Y");
    assertEquals(0, apply(network("westeurope", 10, "10.1.0.0/16")).exitCode());
  }

  @Test
  void aProviderThatComesToOthersIsShownAsAnAddition() throws IOException {
    var subscription = "subscriptions: {s: {tenant: t, registeredProviders: [%s]}}";
    apply(subscription.formatted("Microsoft.Network"));
    var plan = apply(subscription.formatted("Microsoft.Sql"), "--plan");
    assertTrue(plan.out().contains("  registeredProviders: + Microsoft.Sql\n"), plan.out());
    apply(subscription.formatted("Microsoft.Network"));
    assertEquals(
        "Nothing to change: 1 resource is as the file says.\n",
        apply(subscription.formatted("Microsoft.Network")).text());
  }

  @Test
  void aFileThatDeclaresNothingIsAMistake() throws IOException {
    assertEquals(
        """
        postern: topology.yaml declares nothing; docs/topology.md shows what it can declare
        exit code 2
        """,
        apply("# nothing yet").text());
    assertEquals(
        "postern: " + folder + " is a folder; name a file in it\nexit code 2\n",
        shell.run("apply", "-f", folder.toString()).text());
    assertEquals(
        """
        postern: 'nope.yaml' means nothing here; did you mean '-f nope.yaml'?
        exit code 2
        """,
        shell.run("apply", "nope.yaml").text());
    assertEquals(
        "postern: name the file: postern apply -f FILE\nexit code 2\n", shell.run("apply").text());
  }

  @Test
  void aFileThatCannotBeUsedIsRefusedBeforeAnythingIsSent() throws IOException {
    assertEquals(
        """
        postern: topology.yaml:3: 'tennant' is not a field of a Subscription; did you mean 'tenant'?
        exit code 2
        """,
        apply("subscriptions:\n  s:\n    tennant: contoso\n").text());
    assertEquals(
        "postern: there is no file /nowhere.yaml\nexit code 2\n",
        shell.run("apply", "-f", "/nowhere.yaml").text());
  }
}
