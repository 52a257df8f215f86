package io.postern.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.cli.session.Terminal;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerOptionsTest {
  private static final String NETWORKS =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/";

  private static final String FILE =
      """
      grpc: {drain: 1s, address: 127.0.0.1:1000}
      dns:
        listeners:
          - {address: 127.0.0.1:1001}
          - {address: 127.0.0.1:1002, virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/file}
      """;

  private static ServerSettings settings(ServerOptions options, Map<String, String> environment) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    return options.settings(new Terminal(nowhere, nowhere, environment, Path.of("/home/x")));
  }

  private static ListenerSettings listener(String address, String network) {
    return new ListenerSettings(
        SettingText.address("test", address), Optional.of(network).filter(name -> !name.isEmpty()));
  }

  @Test
  void withoutAnyOptionEverythingIsAsInTheDefaults() {
    assertEquals(
        ServerSettings.in(Path.of("/home/x/.local/share/postern")),
        settings(new ServerOptions(), Map.of()));
    assertEquals(
        ServerSettings.in(Path.of("/data/postern")),
        settings(new ServerOptions(), Map.of("XDG_DATA_HOME", "/data")));
  }

  @Test
  void optionsWinOverTheFile(@TempDir Path folder) throws IOException {
    var options = new ServerOptions();
    options.config = Files.writeString(folder.resolve("postern.yaml"), FILE);
    options.grpc = "127.0.0.1:2000";
    options.dns = List.of("127.0.0.1:2001");
    var settings = settings(options, Map.of());
    assertEquals(SettingText.address("test", "127.0.0.1:2000"), settings.grpc().address());
    assertEquals(1, settings.grpc().drain().toSeconds());
    assertEquals(
        List.of(listener("127.0.0.1:2001", ""), listener("127.0.0.1:1002", NETWORKS + "file")),
        settings.dns().listeners());
  }

  @Test
  void listenersForNetworksReplaceThoseForNetworks(@TempDir Path folder) throws IOException {
    var options = new ServerOptions();
    options.config = Files.writeString(folder.resolve("postern.yaml"), FILE);
    options.dnsFor = List.of(NETWORKS + "option=127.0.0.1:2002");
    assertEquals(
        List.of(listener("127.0.0.1:2002", NETWORKS + "option"), listener("127.0.0.1:1001", "")),
        settings(options, Map.of()).dns().listeners());
  }
}
