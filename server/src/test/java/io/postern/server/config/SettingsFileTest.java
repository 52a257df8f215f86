package io.postern.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsFileTest {
  private static final ServerSettings DEFAULTS = ServerSettings.in(Path.of("/var/lib/postern"));

  @Test
  void whatAFileLeavesOutIsAsInTheDefaults() {
    assertEquals(DEFAULTS, SettingsFile.parse("# nothing set\n", DEFAULTS));
    var settings = SettingsFile.parse("grpc:\n  drain: 500ms\n", DEFAULTS);
    assertEquals(Duration.ofMillis(500), settings.grpc().drain());
    assertEquals(DEFAULTS.grpc().address(), settings.grpc().address());
    assertEquals(DEFAULTS.dns(), settings.dns());
  }

  @Test
  void listenersAreBoundToNetworks() {
    var settings =
        SettingsFile.parse(
            """
            dns:
              listeners:
                - address: "[::1]:5301"
                - address: 127.0.0.1:5302
                  virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v
            """,
            DEFAULTS);
    assertEquals(
        List.of(
            new DnsServerSettings.ListenerSettings(
                SettingText.address("", "[::1]:5301"), Optional.empty()),
            new DnsServerSettings.ListenerSettings(
                SettingText.address("", "127.0.0.1:5302"),
                Optional.of(
                    "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"))),
        settings.dns().listeners());
  }

  @Test
  void theValuesInEffectReadBackAsTheyAre() {
    var settings =
        SettingsFile.parse(
            "{auth: {issuers: [{issuer: 'https://i', audiences: [a, b], keys: 'https://i/keys',"
                + " keysCaFile: ca.pem, algorithms: [ES256, EdDSA], tenants: [t],"
                + " administratorClaim: r, administratorValue: v}], certificates: [{name:"
                + " 'spiffe://a/b', principal: n@t, actions: [a/*/read, b/write], virtualNetworks:"
                + " [subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v]}]},"
                + " grpc: {address: '192.0.2.1:7443', tls: {certificate: a.pem, key: a.key,"
                + " clientCertificates: optional, clientAuthorities: ca.pem}}, dns: {trust:"
                + " {proxies: [10.0.0.0/8, 'fd00:1::/48']}, upstreams: ['192.0.2.53:53',"
                + " 'tls://[2001:db8::53]:853#dns.example.net',"
                + " 'tls://192.0.2.53:853#sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],"
                + " upstreamCaFile: /etc/ssl/ca.pem, staleAnswers: {keptFor: 1d}, tls:"
                + " {certificate: a.pem, key: b.pem, serverNames: [{name: a.example,"
                + " virtualNetwork:"
                + " subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}]},"
                + " listeners: [{address: '127.0.0.1:1', virtualNetwork:"
                + " subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v},"
                + " {address: '127.0.0.1:2'}]}}",
            DEFAULTS);
    assertEquals(settings, SettingsFile.parse(SettingsPrinter.yaml(settings), DEFAULTS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grpc: {adress: x}                | line 1: grpc.adress: is not a setting; did you mean 'address'?
          gprc: {}                         | line 1: gprc: is not a setting; did you mean 'grpc'?
          pudding: red                     | line 1: pudding: is not a setting.
          grpc: 5                          | line 1: grpc: has settings of its own; write them indented below it.
          grpc: {drain: 5s, drain: 6s}     | line 1: grpc.drain: is given twice.
          grpc: {drain: soon}              | line 1: grpc.drain: 'soon' is not a duration; write one such as 500ms, 30s, 5m or 24h.
          grpc: {address: '7443'}          | line 1: grpc.address: '7443' is not an address with a port; write one such as 127.0.0.1:8000 or [::1]:8000.
          grpc: {address: 'localhost:99999'} | line 1: grpc.address: 'localhost:99999' is not an address with a port; write one such as 127.0.0.1:8000 or [::1]:8000.
          grpc: {insecureRemote: yes}      | line 1: grpc.insecureRemote: 'yes' is neither true nor false.
          grpc: {address: '0.0.0.0:7443'}  | line 1: grpc.address: 0.0.0.0 is not a loopback address, and nothing is encrypted; set grpc.tls.certificate and grpc.tls.key, use 127.0.0.1, or set grpc.insecureRemote: true if the network around is closed.
          {grpc: {address: '0.0.0.0:7443', tls: {certificate: a.pem, key: a.key}}, auth: {mode: declared}} | line 1: grpc.address: 0.0.0.0 is not a loopback address, and callers are believed whatever they say; set auth.mode: proven, use 127.0.0.1, or set grpc.insecureRemote: true if the network around is closed.
          grpc: {tls: {key: a.key}}        | line 1: grpc.tls.certificate: is missing; a certificate and its key are given together.
          grpc: {tls: {clientCertificates: required, clientAuthorities: a.pem}} | line 1: grpc.tls.certificate: is missing; clients are asked for theirs over TLS only.
          auth: {mode: open}               | line 1: auth.mode: 'open' is none of proven, declared.
          auth: {tokenLifetime: 366d}      | line 1: auth.maxTokenLifetime: must not be shorter than auth.tokenLifetime.
          auth: {issuers: [{issuer: i, keys: /k}]} | line 1: auth.issuers[].audiences: is missing; without it a token for any other service would be taken.
          auth: {issuers: [{issuer: i, audiences: [a], keys: 'http://i/keys'}]} | line 1: auth.issuers[].keys: 'http://i/keys' is neither the absolute path of a file nor an https URL.
          auth: {issuers: [{issuer: i, audiences: [a], keys: /k, algorithms: [HS256]}]} | line 1: auth.issuers[0].algorithms[0]: 'HS256' is none of RS256, PS256, ES256, EdDSA.
          auth: {issuers: [{issuer: i, audiences: [a], keys: /k, administratorClaim: roles}]} | line 1: auth.issuers[].administratorValue: is missing; a claim and its value are given together.
          auth: {certificates: [{name: n, principal: alice}]} | line 1: auth.certificates[].principal: 'alice' is neither NAME@TENANT, such as node@contoso, nor administrator.
          auth: {certificates: [{name: n, principal: administrator, actions: [a b]}]} | line 1: auth.certificates[].actions: cannot be: 'a b' is no action such as Microsoft.Network/privateEndpoints/read.
          auth: {certificates: [{name: n, principal: administrator}, {name: n, principal: administrator}]} | line 1: auth.certificates[].name: 'n' is given twice.
          grpc: {maxMessageBytes: 1 MB}    | line 1: grpc.maxMessageBytes: '1 MB' is not a whole number.
          dns: {listeners: []}             | line 1: dns.listeners: needs at least one address to listen on.
          dns: {listeners: [{virtualNetwork: v}]} | line 1: dns.listeners[0].address: is missing.
          dns: {listeners: [{address: '127.0.0.1:1', virtualNetwork: vnet-a}]} | line 1: dns.listeners[].virtualNetwork: 'vnet-a' is not the full name of a virtual network; write one such as subscriptions/contoso/resourceGroups/app/providers/Microsoft.Network/virtualNetworks/vnet-a.
          dns: {upstreams: 192.0.2.53}     | line 1: dns.upstreams: is a list; begin each entry with '- '.
          dns: {upstreams: ['tls://192.0.2.53:853']} | line 1: dns.upstreams[0]: 'tls://192.0.2.53:853' does not say how the resolver proves itself; write a name or a fingerprint behind it, such as tls://192.0.2.53:853#dns.example.net.
          dns: {upstreams: ['tls://192.0.2.53:853#sha256/AAAA']} | line 1: dns.upstreams[0]: 'tls://192.0.2.53:853#sha256/AAAA' does not say how the resolver proves itself; write a name or a fingerprint behind it, such as tls://192.0.2.53:853#dns.example.net.
          dns: {upstreams: ['tls://192.0.2.53#dns.example']} | line 1: dns.upstreams[0]: '192.0.2.53' is not an address with a port; write one such as 127.0.0.1:8000 or [::1]:8000.
          dns: {staleAnswers: {keptFor: 8d}} | line 1: dns.staleAnswers.keptFor: must be from 0s to 7d.
          dns: {staleAnswers: {after: 2m}} | line 1: dns.staleAnswers.after: must be from 0s to 1m.
          dns: {serverName: 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn'} | line 1: dns.serverName: must not be longer than 128 bytes.
          dns: {cookieSecrets: [QQ==]} | line 1: dns.cookieSecrets: must each be 16 bytes; make one with 'openssl rand -base64 16'.
          dns: {tcp: {connections: 0}} | line 1: dns.tcp.connections: must be at least 1.
          dns: {tcp: {idleTimeout: 99ms}} | line 1: dns.tcp.idleTimeout: must be from 100ms to 1h.
          dns: {rateLimit: {slip: 101}} | line 1: dns.rateLimit.slip: must be from 0 to 100.
          dns: {rateLimit: {window: 2h}} | line 1: dns.rateLimit.window: must be from 1s to 1h.
          dns: {trust: {proxies: [10.0.0.1]}} | line 1: dns.trust.proxies[0]: '10.0.0.1' is not an address prefix; write one such as 10.1.0.0/16.
          dns: {trust: {keys: [{name: k, algorithm: hmac-md5}]}} | line 1: dns.trust.keys[0].algorithm: 'hmac-md5' is none of hmac-sha256, hmac-sha384, hmac-sha512.
          dns: {trust: {keys: [{name: k, algorithm: hmac-sha256, secret: '%'}]}} | line 1: dns.trust.keys[0].secret: is not a secret in Base64; make one with 'openssl rand -base64 32'.
          dns: {trust: {keys: [{name: k, algorithm: hmac-sha256, virtualNetwork: v}]}} | line 1: dns.trust.keys[].secret: give either 'secret' or 'secretFile' for the key 'k'.
          dns: {trust: {keys: [{name: a..b, algorithm: hmac-sha256, virtualNetwork: v}]}} | line 1: dns.trust.keys[].name: 'a..b' is not a domain name; write one such as vnet-a.key.
          dns: {trust: {keys: [{name: k, algorithm: hmac-sha256, secret: QQ==, virtualNetwork: v}]}} | line 1: dns.trust.keys[].virtualNetwork: 'v' is not the full name of a virtual network; write one such as subscriptions/contoso/resourceGroups/app/providers/Microsoft.Network/virtualNetworks/vnet-a.
          dns: {tls: {certificate: a.pem}} | line 1: dns.tls.key: is missing; a certificate and its key are given together.
          dns: {tls: {listeners: [{address: '127.0.0.1:0'}]}} | line 1: dns.tls.certificate: is missing; listeners need it.
          dns: {tls: {clientCertificates: maybe}} | line 1: dns.tls.clientCertificates: 'maybe' is none of none, optional, required.
          dns: {tls: {clientCertificates: required}} | line 1: dns.tls.clientAuthorities: is missing; without it no certificate of a client could be verified.
          dns: {tls: {clientAuthorities: a.pem}} | line 1: dns.tls.clientCertificates: must be optional or required where there are clientAuthorities.
          dns: {tls: {certificateNames: [{name: a.example, virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}]}} | line 1: dns.tls.certificateNames[]: takes certificates; set dns.tls.clientCertificates to optional or required.
          dns: {tls: {serverNames: [{name: a.example, virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v, certificateRequired: true}]}} | line 1: dns.tls.serverNames[]: takes certificates; set dns.tls.clientCertificates to optional or required.
          dns: {tls: {serverNames: [{name: a.example, virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}, {name: A.example., virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}]}} | line 1: dns.tls.serverNames[].name: 'A.example.' is given twice.
          dns: {https: {listeners: [{address: '127.0.0.1:0'}]}} | line 1: dns.tls.certificate: is missing; dns.https needs it.
          dns: {https: {paths: [{path: a, virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}]}} | line 1: dns.https.paths[].path: 'a' is not a path; write one such as /dns-query/vnet-a.
          dns: {https: {paths: [{path: /a, virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}, {path: /a, virtualNetwork: subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}]}} | line 1: dns.https.paths[].path: '/a' is given twice.
          dns: {transfer: {keys: [k]}} | line 1: dns.transfer.keys: 'k' is not the name of a key of dns.trust.keys.
          dns: {transfer: {secondaries: [{address: '192.0.2.1:53', key: k}]}} | line 1: dns.transfer.secondaries[].key: 'k' is not the name of a key of dns.trust.keys.
          dns: {transfer: {secondaries: [{address: '192.0.2.1:53'}]}} | line 1: dns.transfer.secondaries[].key: give either 'key' or 'virtualNetwork' for 192.0.2.1:53.
          dns: {transfer: {secondaries: [{address: '192.0.2.1:0', key: k}]}} | line 1: dns.transfer.secondaries[].address: '192.0.2.1:0' is not an address with a port.
          dns: {transfer: {secondaries: [{address: '192.0.2.1:53', virtualNetwork: v}]}} | line 1: dns.transfer.secondaries[].virtualNetwork: 'v' is not the full name of a virtual network; write one such as subscriptions/contoso/resourceGroups/app/providers/Microsoft.Network/virtualNetworks/vnet-a.
          dns: {transfer: {catalog: catalog}} | line 1: dns.transfer.catalog: 'catalog' is not a domain name; write one such as catalog.postern.invalid.
          dns: {transfer: {nameServers: [ns1..example]}} | line 1: dns.transfer.nameServers: 'ns1..example' is not a domain name; write one such as ns1.contoso.com.
          dns: {transfer: {prefixes: [10.0.0.1]}} | line 1: dns.transfer.prefixes[0]: '10.0.0.1' is not an address prefix; write one such as 10.1.0.0/16.
          store: {connections: 1}          | line 1: store.connections: must be at least 2.
          - a                              | line 1: the file: has settings of its own; write them indented below it.
          """)
  void whatCannotBeIsRefusedWithItsPlace(String yaml, String message) {
    var refused = assertThrows(SettingException.class, () -> SettingsFile.parse(yaml, DEFAULTS));
    assertEquals(message, refused.getMessage());
  }

  private static final String KEY =
      "{name: %s, algorithm: hmac-sha512, secret: c2VjcmV0, virtualNetwork:"
          + " subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}";

  @Test
  void secretsAreNotShown() {
    var keys = "dns: {trust: {keys: [" + KEY.formatted("k") + "]}}";
    var settings = SettingsFile.parse(keys, DEFAULTS);

    assertEquals(
        "secret",
        new String(settings.dns().trust().keys().getFirst().readSecret().octets(), UTF_8));
    for (var shown : List.of(SettingsPrinter.yaml(settings), settings.toString())) {
      assertTrue(shown.contains("hmac-sha512"), shown);
      assertFalse(shown.contains("c2VjcmV0"), shown);
    }
  }

  @Test
  void transfersAreForKeysThatThereAre() {
    var settings =
        SettingsFile.parse(
            "dns: {trust: {keys: ["
                + KEY.formatted("key.one")
                + "]}, transfer: {keys: [KEY.one.], secondaries: [{address: '192.0.2.1:53', key:"
                + " key.one}], catalog: catalog.postern.invalid, nameServers: [ns1.contoso.com]}}",
            DEFAULTS);
    assertTrue(settings.dns().transfer().isOn());
    assertFalse(DEFAULTS.dns().transfer().isOn());
    var transfer = settings.dns().transfer();
    assertEquals(
        "key.one", settings.dns().trust().key(transfer.keys().getFirst()).orElseThrow().name());
  }

  @Test
  void twoKeysOfOneNameAreRefused() {
    var keys =
        "dns: {trust: {keys: ["
            + KEY.formatted("key.one")
            + ","
            + KEY.formatted("KEY.one.")
            + "]}}";
    var refused = assertThrows(SettingException.class, () -> SettingsFile.parse(keys, DEFAULTS));
    assertEquals(
        "line 1: dns.trust.keys[].name: 'KEY.one.' is the name of two keys; leave one out.",
        refused.getMessage());
  }

  @Test
  void aSecretThatCannotBeReadIsSaidWithItsFile(@TempDir Path folder) {
    var key =
        new TrustSettings.KeySettings(
            "k",
            TrustSettings.Algorithm.HMAC_SHA256,
            Optional.empty(),
            Optional.of(folder.resolve("none")),
            "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v");
    var refused = assertThrows(SettingException.class, key::readSecret);
    assertEquals(
        "dns.trust.keys[].secretFile: '" + folder.resolve("none") + "' cannot be read.",
        refused.getMessage());
  }

  @Test
  void theFileIsNamedInFrontOfWhatIsWrongInIt(@TempDir Path folder) throws Exception {
    var file = folder.resolve("postern.yaml");
    Files.writeString(file, "grpc:\n  drain: [\n");
    var broken = assertThrows(SettingException.class, () -> SettingsFile.read(file, DEFAULTS));
    assertTrue(
        String.valueOf(broken.getMessage()).startsWith(file + ": line 3: is not YAML: "),
        broken.getMessage());
    var missing =
        assertThrows(
            SettingException.class, () -> SettingsFile.read(folder.resolve("none"), DEFAULTS));
    assertEquals(folder.resolve("none") + ": there is no such file.", missing.getMessage());
  }
}
