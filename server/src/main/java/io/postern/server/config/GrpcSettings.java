package io.postern.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where and how gRPC is served.
 *
 * @param address port 0 takes a free one
 * @param insecureRemote whether an address other than loopback may be served in the clear, or to
 *     callers that prove nothing
 * @param tls what encrypts it
 * @param maxMessageBytes the largest request taken, in bytes
 * @param maxMetadataBytes the largest request headers taken, in bytes
 * @param drain how long running calls may take to end when the server stops
 */
public record GrpcSettings(
    InetSocketAddress address,
    boolean insecureRemote,
    GrpcTlsSettings tls,
    int maxMessageBytes,
    int maxMetadataBytes,
    Duration drain) {
  public static final GrpcSettings DEFAULT =
      new GrpcSettings(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 7443),
          false,
          GrpcTlsSettings.NONE,
          1 << 20,
          16 << 10,
          Duration.ofSeconds(5));

  public GrpcSettings {
    if (address.isUnresolved())
      throw new SettingException(
          "grpc.address", "'" + address.getHostString() + "' is not a known host or address.");
    if (maxMessageBytes < 1024 || maxMetadataBytes < 1024)
      throw new SettingException("grpc.maxMessageBytes", "must be at least 1024.");
    if (drain.isNegative()) throw new SettingException("grpc.drain", "must not be negative.");
  }

  /**
   * Refuses to serve other machines in the clear or whoever they say they are.
   *
   * @param auth how callers are known
   */
  void requireSafe(AuthSettings auth) {
    if (address.getAddress().isLoopbackAddress() || insecureRemote) return;
    if (!tls.isOn())
      throw unsafe("nothing is encrypted; set grpc.tls.certificate and grpc.tls.key");
    if (auth.mode() == AuthSettings.Mode.DECLARED)
      throw unsafe("callers are believed whatever they say; set auth.mode: proven");
  }

  private SettingException unsafe(String why) {
    return new SettingException(
        "grpc.address",
        address.getHostString()
            + " is not a loopback address, and "
            + why
            + ", use 127.0.0.1, or set grpc.insecureRemote: true if the network around is closed.");
  }

  public GrpcSettings withAddress(InetSocketAddress other) {
    return new GrpcSettings(other, insecureRemote, tls, maxMessageBytes, maxMetadataBytes, drain);
  }

  public GrpcSettings withTls(GrpcTlsSettings other) {
    return new GrpcSettings(
        address, insecureRemote, other, maxMessageBytes, maxMetadataBytes, drain);
  }
}
