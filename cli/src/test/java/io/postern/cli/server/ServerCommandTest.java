package io.postern.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when a server does not start. */
final class ServerCommandTest {
  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void sit() {
    shell = new Shell(folder);
  }

  private Shell.Result server(String... options) {
    var args = new ArrayList<>(List.of("server", "--log-level", "error"));
    args.addAll(List.of(options));
    return shell.run(args.toArray(String[]::new));
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  @Test
  void aGrpcPortInUseIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + taken.getLocalPort();
      assertEquals(
          "postern: cannot listen on "
              + address
              + "; is another server running there?\n"
              + "exit code 8\n",
          server("--data", data(), "--grpc", address, "--dns", "127.0.0.1:0").text());
    }
  }

  @Test
  void aDnsPortInUseIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + taken.getLocalPort();
      assertEquals(
          "postern: cannot listen on "
              + address
              + "; is another server running there?\n"
              + "exit code 8\n",
          server("--data", data(), "--grpc", "127.0.0.1:0", "--dns", address).text());
    }
  }

  @Test
  void anAddressOfAnotherMachineIsToldApartFromOneInUse() {
    assertEquals(
        "postern: cannot listen on 203.0.113.9:5399: that is not an address of this machine;"
            + " 'ip address' or 'ifconfig' lists those\nexit code 8\n",
        server("--data", data(), "--grpc", "127.0.0.1:0", "--dns", "203.0.113.9:5399").text());
  }

  @Test
  void aDataFolderThatCannotBeMadeIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    var below = file.resolve("data");
    var text = server("--data", below.toString()).text();
    assertTrue(text.startsWith("postern: the folder "), text);
    assertTrue(text.endsWith("; name another with --data\nexit code 8\n"), text);
    assertFalse(text.contains("null"), text);
  }

  @Test
  void aNetworkThatIsNotNamedInFullIsRefusedWithItsOptionOrLine() throws IOException {
    var why =
        "'bla' is not the full name of a virtual network; write one such as"
            + " subscriptions/contoso/resourceGroups/app/providers/Microsoft.Network/virtualNetworks/vnet-a.\n"
            + "exit code 2\n";
    assertEquals("postern: --dns-for: " + why, server("--dns-for", "bla=127.0.0.1:0").text());
    var file =
        Files.writeString(
            folder.resolve("postern.yaml"),
            "dns:\n  listeners:\n    - address: 127.0.0.1:0\n      virtualNetwork: bla\n");
    assertEquals(
        "postern: " + file + ": line 3: dns.listeners[].virtualNetwork: " + why,
        server("--config", file.toString()).text());
  }

  @Test
  void aDataFolderThatIsAFileIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertEquals(
        "postern: dataDirectory: " + file + " is a file; name a folder.\nexit code 8\n",
        server("--data", file.toString()).text());
  }

  @Test
  void badOptionsAreNamed() {
    assertEquals(
        "postern: --grpc: '7443' is not an address with a port; write one such as 127.0.0.1:8000 or"
            + " [::1]:8000.\nexit code 2\n",
        server("--grpc", "7443").text());
    assertEquals(
        """
        postern: --dns-for: '127.0.0.1:5353' is not NETWORK=HOST:PORT; name the network in full
        exit code 2
        """,
        server("--dns-for", "127.0.0.1:5353").text());
    assertTrue(
        server("--data", data(), "--grpc", "127.0.0.1:0", "--dns-for", "vnet=127.0.0.1:0")
            .text()
            .endsWith("exit code 2\n"));
  }

  @Test
  void aBadSettingsFileIsNamedWithItsLine() throws IOException {
    var file = Files.writeString(folder.resolve("postern.yaml"), "grpc:\n  adress: x\n");
    assertEquals(
        "postern: "
            + file
            + ": line 2: grpc.adress: is not a setting; did you mean 'address'?\n"
            + "exit code 2\n",
        server("--config", file.toString()).text());
  }
}
