package io.postern.cli.connection;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionCommandTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void start() {
    world = new World(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aConnectionGoesThroughItsLife() {
    Golden.assertMatches(
        "connection.txt",
        world.transcript(
            "connection approve pe-web --dry-run",
            "connection approve pe-web -d Welcome --as olga@fabrikam",
            "connection approve pe-web -d Again --as olga@fabrikam",
            "connection suspend pe-web -d Maintenance",
            "connection resume pe-web --target web",
            "connection reject pe-web -d Bye",
            "get connection pe-web",
            "connection delete pe-web -d Gone",
            "connection approve pe-web",
            "get endpoint pe-web"));
  }

  @Test
  void theConsumerCannotDecide() {
    Golden.assertMatches(
        "connection-refused.txt",
        world.transcript(
            "connection approve pe-web --as alice@contoso",
            "connection approve "
                + world.web().getConnectionStatus().getConnection()
                + " --as alice@contoso",
            "connection approve pe-web --etag stale",
            "connection approve pe-web --until tomorrow"));
  }

  @Test
  void aCallIsLimitedToTheActionsThatItNames() {
    Golden.assertMatches(
        "connection-actions.txt",
        world.transcript(
            "connection approve pe-web --as olga@fabrikam --actions */read",
            "connection approve pe-web --as olga@fabrikam --actions"
                + " */read,*/privateEndpointConnections/write",
            "connection approve pe-web --as olga@fabrikam --actions"
                + " */read,*/privateEndpointConnections/write,*Approval/action",
            "list services --as olga@fabrikam --actions *,!*/privateLinkServices/*",
            "list services --actions everything,"));
  }

  @Test
  void aRejectedConsumerIsToldHowToAskAgainAndDoes() {
    Golden.assertMatches(
        "endpoint-resubmit.txt",
        world.transcript(
            "connection reject pe-web -d Later",
            "get endpoint pe-web",
            "endpoint resubmit pe-web --dry-run --as alice@contoso",
            "endpoint resubmit pe-web --message Please --as alice@contoso",
            "get connection pe-web",
            "endpoint resubmit pe-web"));
  }

  @Test
  void deletionTakesWhatIsNamedAndSaysWhatIsInTheWay() {
    Golden.assertMatches(
        "delete.txt",
        world.transcript(
            "delete zone privatelink.blob.core.windows.net",
            "delete zone privatelink.blob.core.windows.net --cascade --dry-run",
            "delete endpoint pe-blob pe-none",
            "delete endpoint pe-blob pe-web",
            "delete endpoint pe-blob",
            "delete zone privatelink.blob.core.windows.net --cascade",
            "list endpoints"));
  }

  @Test
  void aSubscriptionIsSetUp() {
    Golden.assertMatches(
        "subscription.txt",
        world.transcript(
            "subscription register-provider contoso Microsoft.Storage Microsoft.Sql",
            "get subscription contoso",
            "subscription unregister-provider contoso Microsoft.Storage",
            "subscription verify-domain contoso contoso.com",
            "subscription verify-domain contoso contoso.com --vouch --dry-run",
            "subscription verify-domain contoso contoso.com --vouch",
            "get subscription contoso",
            "subscription forget-domain contoso contoso.com",
            "subscription quotas contoso",
            "subscription register-provider nobody"));
  }
}
