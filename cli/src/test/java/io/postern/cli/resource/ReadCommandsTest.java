package io.postern.cli.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.noun.Nouns;
import io.postern.cli.testing.Golden;
import io.postern.cli.testing.Shell;
import io.postern.cli.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read, on one server for all tests. */
@TestInstance(Lifecycle.PER_CLASS)
class ReadCommandsTest {
  private World world;

  @BeforeAll
  void start(@TempDir Path folder) {
    world = new World(folder);
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @Test
  void everyKindIsListedAsATable() {
    var lines = Nouns.ALL.stream().map(noun -> "list " + noun.word()).toArray(String[]::new);

    Golden.assertMatches("list.txt", world.transcript(lines));
  }

  @Test
  void everyKindIsShownByItself() {
    Golden.assertMatches(
        "get.txt",
        world.transcript(
            "get subscription contoso",
            "get vnet vnet-a",
            "get subnet vnet-a/default",
            "get nic -s contoso -g net pe-blob.nic",
            "get lb web-lb",
            "get resource acct1",
            "get service web",
            "get endpoint pe-blob",
            "get connection pe-web",
            "get zone privatelink.blob.core.windows.net",
            "get record-set A/acct1",
            "get link vnet-a",
            "get zone-group --endpoint pe-blob default"));
  }

  @Test
  void aListIsNarrowedByScopeAndFilters() {
    Golden.assertMatches(
        "list-narrowed.txt",
        world.transcript(
            "list endpoints -s contoso",
            "list endpoints -s contoso -g net",
            "list endpoints -s contoso -g empty",
            "list subnets --vnet vnet-b",
            "list subnets -s contoso -g net",
            "list connections --state pending",
            "list connections --target acct1",
            "list connections --endpoint pe-web",
            "list records --zone privatelink.blob.core.windows.net --type a",
            "list resources --type Microsoft.Sql/servers",
            "list vnets --limit 1",
            "list peerings -s fabrikam"));
  }

  @Test
  void programsGetTheJsonOfTheApi() {
    Golden.assertMatches(
        "json.txt",
        world.transcript("get link vnet-a -o json", "list links -o json", "list peerings -o json"));
  }

  @Test
  void orTheSameAsYaml() {
    Golden.assertMatches(
        "yaml.txt",
        world.transcript("get link vnet-a -o yaml", "list links -o yaml", "list peerings -o yaml"));
  }

  @Test
  void whatIsNotThereOrNotOnesOwnIsExitCode3() {
    Golden.assertMatches(
        "not-found.txt",
        world.transcript(
            "get endpoint pe-none",
            "get endpoint -s contoso -g net pe-none",
            "get endpoint pe-blob --as eve@elsewhere",
            "get endpoint -s contoso -g net pe-blob --as eve@elsewhere",
            "list endpoints --as eve@elsewhere",
            "list subnets --vnet vnet-none"));
  }

  @Test
  void aShortNameOfSeveralThingsIsRefusedWithAllOfThem() {
    var result = world.run("get subnet default");

    assertEquals(2, result.exitCode());
    assertEquals(
        "postern: 'default' could be any of 3:"
            + " contoso/net/vnet-a/default, contoso/net/vnet-b/default,"
            + " fabrikam/svc/web-net/default;"
            + " write more of the name\n",
        result.err());
  }

  @Test
  void whatAContextNarrowedAwayIsSaidToBe(@TempDir Path home) {
    var context = new Shell(home).with("POSTERN_SERVER", world.server());
    context.run("context", "set", "lab", "--subscription", "contoso", "--group", "app");

    assertEquals(
        "postern: There is no private endpoint"
            + " 'subscriptions/contoso/resourceGroups/app/providers/Microsoft.Network/privateEndpoints/pe-blob',"
            + " or you may not see it. [RESOURCE_NOT_FOUND] (group app is from context 'lab'; -g -"
            + " looks in all)\n",
        context.run("get", "endpoint", "pe-blob").err());
    assertEquals(0, context.run("get", "endpoint", "pe-blob", "-g", "-").exitCode());
    var typed = context.run("get", "endpoint", "other/pe-blob").err();
    assertTrue(
        typed.endsWith(
            "[RESOURCE_NOT_FOUND] (subscription contoso is from context 'lab'; -s -"
                + " looks in all)\n"),
        typed);
    assertEquals(
        "postern: there is no connection 'pe-blob' (group app is from POSTERN_GROUP; -g - looks in"
            + " all)\n",
        context.with("POSTERN_GROUP", "app").run("get", "connection", "pe-blob").err());
  }

  @Test
  void dnsAnswersForEachNetworkItsOwn() {
    Golden.assertMatches(
        "dns-query.txt",
        world.transcript(
            "dns query --vnet vnet-a acct1.blob.core.windows.net",
            "dns query --vnet vnet-b acct1.blob.core.windows.net a",
            "dns query acct1.blob.core.windows.net",
            "dns query --vnet vnet-a none.privatelink.blob.core.windows.net",
            "dns query nobody.example",
            "dns query --vnet vnet-a nobody.example",
            "dns query --vnet vnet-a a..b",
            "dns query --vnet vnet-none acct1.blob.core.windows.net"));
  }

  @Test
  void theDnsListenersAreShown() {
    var result = world.run("dns status");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        "ADDRESS PROTOCOLS VIEW",
        result.out().lines().findFirst().orElse("").replaceAll(" +", " "));
  }
}
