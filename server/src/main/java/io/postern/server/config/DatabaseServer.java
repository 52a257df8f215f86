package io.postern.server.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A PostgreSQL database that servers share, as it is written: {@code
 * postgres://user@host:5432/database?sslmode=verify-full}. Several hosts may stand there with
 * commas between them; the one that takes writes is used.
 *
 * @param hosts each with its port, 5432 where none is written
 * @param parameters those of libpq that are known here, as {@code name=value}
 */
public record DatabaseServer(
    String user, List<String> hosts, String database, List<String> parameters) {
  private static final String SETTING = "store.url";
  private static final Pattern FORM =
      Pattern.compile("postgres(?:ql)?://([^@/:]+)(:[^@/]*)?@([^@/?]+)/([^/?]+)(?:\\?(.*))?");
  private static final Set<String> PARAMETERS =
      Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "currentSchema", "gssEncMode");
  private static final String DEFAULT_PORT = "5432";

  public DatabaseServer {
    hosts = List.copyOf(hosts);
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads the written form.
   *
   * @throws SettingException when it is none; a password in it is refused, and not repeated
   */
  public static DatabaseServer parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches())
      throw new SettingException(
          SETTING, "is no address such as postgres://user@host:5432/database.");
    if (match.group(2) != null)
      throw new SettingException(
          SETTING,
          "has a password in it, which others could read; name a file with 'store.passwordFile', or"
              + " use ~/.pgpass.");
    var hosts = new ArrayList<String>();
    for (var host : match.group(3).split(",", -1)) hosts.add(withPort(host));
    return new DatabaseServer(
        decoded(match.group(1)),
        hosts,
        decoded(match.group(4)),
        match.group(5) == null ? List.of() : parameters(match.group(5)));
  }

  private static String withPort(String host) {
    if (host.isEmpty() || host.startsWith(":"))
      throw new SettingException(SETTING, "has a host without a name.");
    boolean hasPort = host.indexOf(':', host.indexOf(']') + 1) >= 0;
    return hasPort ? host : host + ":" + DEFAULT_PORT;
  }

  private static List<String> parameters(String query) {
    var found = new ArrayList<String>();
    for (var parameter : query.split("&", -1)) {
      var name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
      if (!PARAMETERS.contains(name))
        throw new SettingException(
            SETTING,
            "has the parameter '"
                + parameter
                + "'; known are "
                + String.join(", ", PARAMETERS.stream().sorted().toList())
                + ".");
      found.add(parameter);
    }
    return found;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** As the JDBC driver wants it. */
  public String jdbcUrl() {
    var url = "jdbc:postgresql://" + String.join(",", hosts) + "/" + encoded(database);
    var all = new ArrayList<>(parameters);
    if (hosts.size() > 1) all.add("targetServerType=primary");
    return all.isEmpty() ? url : url + "?" + String.join("&", all);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    var query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return "postgres://"
        + encoded(user)
        + "@"
        + String.join(",", hosts)
        + "/"
        + encoded(database)
        + query;
  }
}
