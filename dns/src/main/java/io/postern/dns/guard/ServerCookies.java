package io.postern.dns.guard;

import io.postern.dns.codec.Cookie;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes server cookies and knows its own again (RFC 7873, RFC 9018). A client that has one has
 * received a response at its address, so that nobody else is asking under its name.
 *
 * <pre>
 *      8 octets        1         3          4            8
 *  +---------------+---------+----------+-----------+-----------+
 *  | client cookie | version | reserved | timestamp | hash      |   (RFC 9018 §4)
 *  +---------------+---------+----------+-----------+-----------+
 *  hash = SipHash-2-4(client cookie | version | reserved | timestamp | client's address, secret)
 * </pre>
 *
 * <p>Secrets that are given stay: the first makes cookies, all of them know them again, so servers
 * behind one address change to a new one in steps. Without any, a secret is made up and replaced
 * each day; the one before it is known for as long as its cookies hold. Thread-safe.
 */
public final class ServerCookies {
  private static final int VERSION = 1;
  private static final int CLIENT_LENGTH = 8;
  private static final int SERVER_LENGTH = 16;
  private static final int HASH_AT = 8;

  /** How old a cookie may be, and how far from the future (RFC 9018 §4.3). */
  private static final int MAX_AGE_SECONDS = 3_600;

  private static final int MAX_LEAD_SECONDS = 300;

  /** A cookie of this age is replaced although it still holds (RFC 9018 §4.3). */
  private static final int RENEWAL_AGE_SECONDS = 1_800;

  private static final Duration LIFE_OF_SECRET = Duration.ofDays(1);

  private final InstantSource clock;
  private final boolean rotates;
  private final SecureRandom random = new SecureRandom();
  private volatile Secrets secrets;

  /** The first makes cookies. */
  private record Secrets(List<CookieSecret> known, long madeAtSecond) {}

  /** What a query's cookie turned out to be. */
  public static final class Checked {
    private final boolean valid;
    private final byte[] answer;

    private Checked(boolean valid, byte[] answer) {
      this.valid = valid;
      this.answer = answer;
    }

    /** Whether this server, or one with its secret, gave it to this address. */
    public boolean valid() {
      return valid;
    }

    /** The data of the option in the response: the client's part, then the server's. */
    public byte[] answer() {
      return answer.clone();
    }
  }

  /**
   * @param secrets the one that makes cookies, then those that are still known; empty for secrets
   *     of its own
   */
  public ServerCookies(List<CookieSecret> secrets, InstantSource clock) {
    this.clock = clock;
    this.rotates = secrets.isEmpty();
    var known = rotates ? List.of(CookieSecret.random(random)) : List.copyOf(secrets);
    this.secrets = new Secrets(known, seconds());
  }

  private long seconds() {
    return clock.instant().getEpochSecond();
  }

  /** Checks the cookie that came from an address, and makes or keeps the one that goes back. */
  public Checked check(Cookie cookie, InetAddress client) {
    var now = seconds();
    var known = current(now).known();
    var given = cookie.serverPart();
    if (!isOurs(cookie.client(), given, client, known, now)) {
      return new Checked(false, fresh(cookie.client(), client, known.getFirst(), now));
    }
    var kept =
        age(given, now) <= RENEWAL_AGE_SECONDS
            && isBy(known.getFirst(), cookie.client(), given, client);
    return new Checked(
        true,
        kept
            ? whole(cookie.client(), given)
            : fresh(cookie.client(), client, known.getFirst(), now));
  }

  private static byte[] whole(long clientCookie, ByteBuffer server) {
    return ByteBuffer.allocate(CLIENT_LENGTH + SERVER_LENGTH)
        .putLong(clientCookie)
        .put(server.duplicate())
        .array();
  }

  private Secrets current(long now) {
    var current = secrets;
    if (!rotates || now - current.madeAtSecond() < LIFE_OF_SECRET.toSeconds()) {
      return current;
    }
    synchronized (this) {
      if (secrets.equals(current)) {
        var last = current.known().getFirst();
        secrets = new Secrets(List.of(CookieSecret.random(random), last), now);
      }
      return secrets;
    }
  }

  private static boolean isOurs(
      long clientCookie, ByteBuffer given, InetAddress client, List<CookieSecret> known, long now) {
    if (given.remaining() != SERVER_LENGTH || given.get(0) != VERSION) {
      return false;
    }
    var age = age(given, now);
    if (age > MAX_AGE_SECONDS || age < -MAX_LEAD_SECONDS) {
      return false;
    }
    return known.stream().anyMatch(secret -> isBy(secret, clientCookie, given, client));
  }

  private static boolean isBy(
      CookieSecret secret, long clientCookie, ByteBuffer given, InetAddress client) {
    var expected = signed(clientCookie, given.slice(0, HASH_AT), client, secret);
    return MessageDigest.isEqual(expected, whole(clientCookie, given));
  }

  /** Seconds since the cookie was made, by serial number arithmetic (RFC 1982, RFC 9018 §4.3). */
  private static int age(ByteBuffer given, long now) {
    return (int) now - given.getInt(4);
  }

  private static byte[] fresh(
      long clientCookie, InetAddress client, CookieSecret secret, long now) {
    var head = ByteBuffer.allocate(HASH_AT).put((byte) VERSION).put(new byte[3]).putInt((int) now);
    return signed(clientCookie, head.flip(), client, secret);
  }

  /** Both parts of a cookie whose server part begins as {@code head}. */
  private static byte[] signed(
      long clientCookie, ByteBuffer head, InetAddress client, CookieSecret secret) {
    var address = client.getAddress();
    var hashed = ByteBuffer.allocate(CLIENT_LENGTH + HASH_AT + address.length);
    hashed.putLong(clientCookie).put(head.duplicate()).put(address);
    return ByteBuffer.allocate(CLIENT_LENGTH + SERVER_LENGTH)
        .putLong(clientCookie)
        .put(head)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(SipHash.hash(secret, hashed.array()))
        .array();
  }
}
