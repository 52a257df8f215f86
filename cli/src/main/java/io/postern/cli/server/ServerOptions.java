package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.LocalServers;
import io.postern.cli.session.Terminal;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.DnsTlsSettings.ClientCertificates;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.GrpcTlsSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.ServerSettings.StoreSettings;
import io.postern.server.config.SettingException;
import io.postern.server.config.SettingText;
import io.postern.server.config.SettingsFile;
import io.postern.server.config.UpstreamAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings that can be given on the command line, and the file for the others. */
final class ServerOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "The settings file, in YAML.")
  @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The folder for the database; made when it is missing.",
        "Default: ~/.local/share/postern."
      })
  @Nullable Path data;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "A PostgreSQL database to share with other servers,",
        "postgres://user@host:5432/database; the password comes from the",
        "setting store.passwordFile or from ~/.pgpass.",
        "Default: a file in the data folder."
      })
  @Nullable String store;

  @Option(
      names = "--grpc",
      paramLabel = "HOST:PORT",
      description = "Where to serve gRPC; port 0 takes a free one. Default: 127.0.0.1:7443.")
  @Nullable String grpc;

  @Option(
      names = "--grpc-certificate",
      paramLabel = "FILE",
      description = {
        "Serve gRPC over TLS with this certificate, and those that lead to its authority, in PEM.",
        "Taken in again when it changes."
      })
  @Nullable Path grpcCertificate;

  @Option(
      names = "--grpc-key",
      paramLabel = "FILE",
      description = "Its private key, in PEM (PKCS#8, without a password).")
  @Nullable Path grpcKey;

  @Option(
      names = "--grpc-client-ca",
      paramLabel = "FILE",
      description =
          "Authorities of clients, in PEM: one that shows a certificate has to have it from one of"
              + " them.")
  @Nullable Path grpcClientAuthorities;

  @Option(
      names = "--auth",
      paramLabel = "MODE",
      description = {
        "proven, or declared: callers are whoever they say, for tests and labs on one machine.",
        "Default: proven."
      })
  @Nullable String auth;

  @Option(
      names = "--dns",
      paramLabel = "HOST:PORT",
      description = {
        "Where to serve DNS, by UDP and TCP. May be repeated.",
        "Default: 127.0.0.1:5353."
      })
  List<String> dns = List.of();

  @Option(
      names = "--dns-for",
      paramLabel = "NETWORK=HOST:PORT",
      description =
          "Where to serve DNS as the machines of a virtual network see it. May be repeated.")
  List<String> dnsFor = List.of();

  @Option(
      names = "--upstream",
      paramLabel = "HOST:PORT",
      description = {
        "A resolver to ask for names nobody here knows; over TLS as tls://HOST:PORT#NAME, with the"
            + " name that its certificate is for. May be repeated.",
        "Default: none; nothing leaves the machine."
      })
  List<String> upstreams = List.of();

  /** The file, or the defaults, with the options over it. */
  ServerSettings settings(Terminal terminal) {
    var settings = ServerSettings.in(LocalServers.dataFolder(terminal));
    if (config != null) settings = SettingsFile.read(config, settings);
    if (data != null) settings = settings.withDataDirectory(data);
    if (store != null) settings = settings.with(store(settings, store));
    if (auth != null) settings = settings.with(settings.auth().with(mode(auth)));
    settings = settings.with(grpc(settings.grpc()));
    return settings.with(dns(settings.dns()));
  }

  private static StoreSettings store(ServerSettings settings, String url) {
    try {
      return settings.store().withUrl(url);
    } catch (SettingException e) {
      throw e.of("--store");
    }
  }

  private static AuthSettings.Mode mode(String text) {
    for (var mode : AuthSettings.Mode.values()) {
      if (mode.toString().equals(text)) return mode;
    }
    throw CommandFailure.usage("--auth: '" + text + "' is neither proven nor declared");
  }

  private GrpcSettings grpc(GrpcSettings settings) {
    var changed = settings;
    if (grpcCertificate != null || grpcKey != null || grpcClientAuthorities != null) {
      if (grpcCertificate == null || grpcKey == null)
        throw CommandFailure.usage("--grpc-certificate and --grpc-key are given together");
      var tls = GrpcTlsSettings.of(grpcCertificate, grpcKey);
      changed =
          changed.withTls(
              grpcClientAuthorities == null
                  ? tls
                  : tls.withClients(ClientCertificates.OPTIONAL, grpcClientAuthorities));
    }
    return grpc == null ? changed : changed.withAddress(SettingText.address("--grpc", grpc));
  }

  private DnsServerSettings dns(DnsServerSettings settings) {
    var changed = settings.withListeners(listeners(settings.listeners()));
    return upstreams.isEmpty() ? changed : changed.withUpstreams(addresses());
  }

  /** Each kind of listener that the command line names takes the place of that kind in the file. */
  private List<ListenerSettings> listeners(List<ListenerSettings> configured) {
    var listeners = new ArrayList<ListenerSettings>();
    for (var address : dns)
      listeners.add(new ListenerSettings(SettingText.address("--dns", address), Optional.empty()));
    for (var bound : dnsFor) listeners.add(bound(bound));
    for (var listener : configured) {
      var replaced = listener.virtualNetwork().isPresent() ? dnsFor : dns;
      if (replaced.isEmpty()) listeners.add(listener);
    }
    return listeners;
  }

  private static ListenerSettings bound(String text) {
    int equals = text.lastIndexOf('=');
    if (equals <= 0)
      throw CommandFailure.usage(
          "--dns-for: '" + text + "' is not NETWORK=HOST:PORT; name the network in full");
    var address = SettingText.address("--dns-for", text.substring(equals + 1));
    try {
      return new ListenerSettings(address, Optional.of(text.substring(0, equals)));
    } catch (SettingException e) {
      throw e.of("--dns-for");
    }
  }

  private List<UpstreamAddress> addresses() {
    return upstreams.stream().map(it -> UpstreamAddress.parse("--upstream", it)).toList();
  }
}
