package io.postern.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that can be set.
 *
 * @param dataDirectory where the database lives; made when it is missing
 * @param cloud whose names the catalogue has
 * @param auth how callers are known
 * @param rules which rules hold
 * @param webhooks how webhooks are delivered
 * @param audit what is kept of who did what
 * @param limits how much callers may have of the server
 */
public record ServerSettings(
    Path dataDirectory,
    Cloud cloud,
    GrpcSettings grpc,
    AuthSettings auth,
    DnsServerSettings dns,
    StoreSettings store,
    RuleSettings rules,
    WebhookSettings webhooks,
    AuditSettings audit,
    LimitSettings limits) {
  public ServerSettings {
    grpc.requireSafe(auth);
  }

  public static ServerSettings in(Path dataDirectory) {
    return new ServerSettings(
        dataDirectory,
        Cloud.PUBLIC,
        GrpcSettings.DEFAULT,
        AuthSettings.DEFAULT,
        DnsServerSettings.DEFAULT,
        StoreSettings.DEFAULT,
        RuleSettings.DEFAULT,
        WebhookSettings.DEFAULT,
        AuditSettings.DEFAULT,
        LimitSettings.DEFAULT);
  }

  /**
   * Where the index that DNS answers from is kept for the next start: where the settings say, else
   * beside the database file; empty where there is neither.
   */
  public Optional<Path> indexDirectory() {
    var beside =
        store.url().isPresent()
            ? Optional.<Path>empty()
            : Optional.of(dataDirectory.resolve("index"));
    return dns.indexDirectory().or(() -> beside);
  }

  public ServerSettings withDataDirectory(Path other) {
    return new ServerSettings(other, cloud, grpc, auth, dns, store, rules, webhooks, audit, limits);
  }

  public ServerSettings with(GrpcSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, other, auth, dns, store, rules, webhooks, audit, limits);
  }

  public ServerSettings with(AuthSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, grpc, other, dns, store, rules, webhooks, audit, limits);
  }

  public ServerSettings with(DnsServerSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, grpc, auth, other, store, rules, webhooks, audit, limits);
  }

  public ServerSettings with(StoreSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, grpc, auth, dns, other, rules, webhooks, audit, limits);
  }

  public ServerSettings with(Cloud other) {
    return new ServerSettings(
        dataDirectory, other, grpc, auth, dns, store, rules, webhooks, audit, limits);
  }

  public ServerSettings with(RuleSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, grpc, auth, dns, store, other, webhooks, audit, limits);
  }

  public ServerSettings with(WebhookSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, grpc, auth, dns, store, rules, other, audit, limits);
  }

  public ServerSettings with(AuditSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, grpc, auth, dns, store, rules, webhooks, other, limits);
  }

  public ServerSettings with(LimitSettings other) {
    return new ServerSettings(
        dataDirectory, cloud, grpc, auth, dns, store, rules, webhooks, audit, other);
  }

  /**
   * Where the key for the secrets of webhooks is: where the settings say, else beside the database
   * file; empty where there is neither.
   */
  public Optional<Path> webhookKeyFile() {
    var beside =
        store.url().isPresent()
            ? Optional.<Path>empty()
            : Optional.of(dataDirectory.resolve("webhooks.key"));
    return webhooks.keyFile().or(() -> beside);
  }

  /**
   * @param url the PostgreSQL database that it shares with other servers; empty for a file of its
   *     own in the data directory
   * @param passwordFile where the password for it is; empty where it needs none, or {@code
   *     ~/.pgpass} has it
   * @param connections how many reads may run at once
   * @param changesKeptFor how long the change log can be read back
   * @param addressQuarantine how long a freed address rests before it is given out again
   */
  public record StoreSettings(
      Optional<String> url,
      Optional<Path> passwordFile,
      int connections,
      Duration changesKeptFor,
      Duration addressQuarantine) {
    public static final StoreSettings DEFAULT =
        new StoreSettings(
            Optional.empty(), Optional.empty(), 10, Duration.ofHours(24), Duration.ofSeconds(30));

    public StoreSettings {
      url.ifPresent(DatabaseServer::parse);
      if (passwordFile.isPresent() && url.isEmpty())
        throw new SettingException("store.passwordFile", "is of no use without 'store.url'.");
      if (connections < 2) throw new SettingException("store.connections", "must be at least 2.");
      if (changesKeptFor.compareTo(Duration.ofMinutes(1)) < 0)
        throw new SettingException("store.changesKeptFor", "must be at least one minute.");
      if (addressQuarantine.isNegative())
        throw new SettingException("store.addressQuarantine", "must not be negative.");
    }

    public StoreSettings withUrl(String other) {
      return new StoreSettings(
          Optional.of(other), passwordFile, connections, changesKeptFor, addressQuarantine);
    }

    /** The database to share; empty for a file. */
    public Optional<DatabaseServer> server() {
      return url.map(DatabaseServer::parse);
    }
  }
}
