package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A name of a zone with all that it holds, in one array: a fifth of the memory that objects take,
 * and read without making any.
 *
 * <pre>
 *   hash of the whole name       4
 *   names directly below         4
 *   flags                        1
 *   length of the owner          1
 *   owner, below the apex        labels without the root
 *   record sets                  2, then each set
 *   claims                       4, only with the flag for them; which is the oldest that is live 4; for
 *                                each claim network 4, order 8, state 1, place 4, by network and then age;
 *                                then for each claim its sets, as above
 *
 *   set: type 2, TTL 4, records 2, length 4, then each record with its length of 2 before it
 * </pre>
 *
 * <p>An instance is a reader that is put on one array after the other; one thread at a time.
 */
public final class PackedNode implements Claims {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final List<ClaimState> STATES = List.of(ClaimState.values());
  private static final int LIVE = STATES.indexOf(ClaimState.LIVE);

  private static final int CHILDREN_AT = 4;
  private static final int FLAGS_AT = 8;
  private static final int OWNER_LENGTH_AT = 9;
  private static final int OWNER_AT = 10;
  private static final int CLAIMS_HEAD = 8;
  private static final int CLAIM_LENGTH = 17;
  private static final int SET_HEAD = 12;

  private static final int CLAIMED = 1;
  private static final int WILDCARD = 2;
  private static final int TURNING = 4;
  private static final int HOLDING = 8;

  /** No set: what {@link #set} gives for a type that is not there. */
  public static final int NONE = -1;

  private byte[] octets = {};
  private int setsAt;
  private int claimsAt;

  /** Puts the reader on a name. */
  public PackedNode on(byte[] packed) {
    octets = packed;
    setsAt = OWNER_AT + ownerLength(packed);
    claimsAt = 0;
    return this;
  }

  /**
   * What stands at a name, packed.
   *
   * @param children names directly below
   */
  public static byte[] pack(DnsName name, DnsName apex, Node node, int children) {
    var owner = name.wireLength() - apex.wireLength();
    var claims = node.claims();
    var size = OWNER_AT + owner + sizeOf(node.recordSets());
    for (var claim : claims) {
      size += CLAIM_LENGTH + sizeOf(claim.recordSets());
    }
    var buffer = ByteBuffer.allocate(size + (claims.isEmpty() ? 0 : CLAIMS_HEAD));
    buffer.putInt(name.hashCode()).putInt(children).put((byte) flags(name, apex, node));
    buffer.put((byte) owner).put(name.toWire(), 0, owner);
    put(buffer, node.recordSets());
    if (!claims.isEmpty()) {
      put(buffer, node);
    }
    return buffer.array();
  }

  private static int flags(DnsName name, DnsName apex, Node node) {
    var cut = node.recordSet(RecordType.NS) != null && !name.equals(apex);
    var moved = node.recordSet(RecordType.DNAME) != null;
    return (node.claims().isEmpty() ? 0 : CLAIMED)
        | (name.isWildcard() ? WILDCARD : 0)
        | (cut || moved ? TURNING : 0)
        | (node.isEmpty() ? 0 : HOLDING);
  }

  private static int sizeOf(List<RecordSet> sets) {
    var size = Short.BYTES;
    for (var set : sets) {
      size += SET_HEAD + sizeOfRecords(set);
    }
    return size;
  }

  private static int sizeOfRecords(RecordSet set) {
    var size = 0;
    for (var rdata : set.rdata()) {
      size += Short.BYTES + rdata.length();
    }
    return size;
  }

  private static void put(ByteBuffer buffer, List<RecordSet> sets) {
    buffer.putShort((short) sets.size());
    for (var set : sets) {
      buffer.putShort((short) set.type().code()).putInt(set.ttlSeconds());
      buffer.putShort((short) set.rdata().size()).putInt(sizeOfRecords(set));
      for (var rdata : set.rdata()) {
        buffer.putShort((short) rdata.length()).put(rdata.toBuffer());
      }
    }
  }

  private static void put(ByteBuffer buffer, Node node) {
    var claims = node.claims();
    buffer.putInt(claims.size()).putInt(node.oldestLive());
    var place = buffer.position() + claims.size() * CLAIM_LENGTH;
    for (var claim : claims) {
      buffer
          .putInt(claim.networkId())
          .putLong(claim.order())
          .put((byte) STATES.indexOf(claim.state()));
      buffer.putInt(place);
      place += sizeOf(claim.recordSets());
    }
    for (var claim : claims) {
      put(buffer, claim.recordSets());
    }
  }

  /**
   * Where that begins which is the same in every process: the hash before it is of this one alone.
   */
  public static int lastingPart() {
    return CHILDREN_AT;
  }

  /** Gives a node that another process packed the hash that its name has here. */
  public static void rehash(byte[] packed, DnsName apex) {
    INT.set(packed, 0, apex.hashBelow(packed, OWNER_AT, ownerLength(packed)));
  }

  static byte[] withChildren(byte[] packed, int children) {
    var copy = packed.clone();
    INT.set(copy, CHILDREN_AT, children);
    return copy;
  }

  /** Counts one more name below, in place: for arrays that nobody else has yet. */
  static void addChild(byte[] packed) {
    INT.set(packed, CHILDREN_AT, children(packed) + 1);
  }

  static int hash(byte[] packed) {
    return (int) INT.get(packed, 0);
  }

  /** Number of names directly below. */
  public static int children(byte[] packed) {
    return (int) INT.get(packed, CHILDREN_AT);
  }

  /** Octets of the owner's labels below the apex. */
  public static int ownerLength(byte[] packed) {
    return packed[OWNER_LENGTH_AT] & 0xff;
  }

  /** Where the owner's labels begin. */
  public static int ownerAt() {
    return OWNER_AT;
  }

  /** Whether anything stands there. */
  public static boolean isHolding(byte[] packed) {
    return (packed[FLAGS_AT] & HOLDING) != 0;
  }

  /**
   * Whether the name has a say in what is answered for other names, so that those cannot be
   * answered from themselves alone: a wildcard, a delegation, a DNAME.
   */
  public static boolean isRuling(byte[] packed) {
    return (packed[FLAGS_AT] & (WILDCARD | TURNING)) != 0;
  }

  /** Whether it turns questions aside on their way down: by a delegation or a DNAME. */
  static boolean isTurning(byte[] packed) {
    return (packed[FLAGS_AT] & TURNING) != 0;
  }

  /** The name. */
  public static DnsName name(byte[] packed, DnsName apex) {
    return apex.below(packed, OWNER_AT, ownerLength(packed));
  }

  /** What stands there, as objects. */
  public static Node unpack(byte[] packed) {
    if (!isHolding(packed)) {
      return Node.EMPTY;
    }
    var buffer = ByteBuffer.wrap(packed).position(OWNER_AT + ownerLength(packed));
    var sets = readSets(buffer);
    return new Node(sets, (packed[FLAGS_AT] & CLAIMED) == 0 ? List.of() : readClaims(buffer));
  }

  private static List<RecordSet> readSets(ByteBuffer buffer) {
    var count = buffer.getShort() & 0xffff;
    var sets = new ArrayList<RecordSet>(count);
    for (int i = 0; i < count; i++) {
      var type = new RecordType(buffer.getShort() & 0xffff);
      var ttl = buffer.getInt();
      var rdata = new Rdata[buffer.getShort() & 0xffff];
      buffer.getInt();
      for (int j = 0; j < rdata.length; j++) {
        rdata[j] = Rdata.read(buffer, buffer.getShort() & 0xffff);
      }
      sets.add(RecordSet.of(type, ttl, rdata));
    }
    return sets;
  }

  private static List<Claim> readClaims(ByteBuffer buffer) {
    var count = buffer.getInt();
    var _ = buffer.getInt();
    var claims = new ArrayList<Claim>(count);
    var directory = buffer.slice();
    buffer.position(buffer.position() + count * CLAIM_LENGTH);
    for (int i = 0; i < count; i++) {
      var network = directory.getInt();
      var order = directory.getLong();
      var state = STATES.get(directory.get());
      var _ = directory.getInt();
      claims.add(new Claim(network, order, state, readSets(buffer)));
    }
    return claims;
  }

  public boolean hasRecordSets() {
    return shortAt(setsAt) != 0;
  }

  /**
   * Where the record set of a type begins that was made by hand; {@link #NONE} if there is none.
   */
  public int set(int type) {
    return find(setsAt, type);
  }

  private int find(int listAt, int type) {
    var count = shortAt(listAt);
    var at = listAt + Short.BYTES;
    for (int i = 0; i < count; i++) {
      if (shortAt(at) == type) {
        return at;
      }
      at += SET_HEAD + intAt(at + 8);
    }
    return NONE;
  }

  /** Where the claims begin; not known before somebody asks. */
  private int claimsAt() {
    if (claimsAt == 0) {
      var count = shortAt(setsAt);
      claimsAt = setsAt + Short.BYTES;
      for (int i = 0; i < count; i++) {
        claimsAt += SET_HEAD + intAt(claimsAt + 8);
      }
    }
    return claimsAt;
  }

  @Override
  public int claimCount() {
    return (octets[FLAGS_AT] & CLAIMED) == 0 ? 0 : intAt(claimsAt());
  }

  private int claimAt(int claim) {
    return claimsAt() + CLAIMS_HEAD + claim * CLAIM_LENGTH;
  }

  @Override
  public int oldestLive() {
    return intAt(claimsAt() + Integer.BYTES);
  }

  @Override
  public int networkOf(int claim) {
    return intAt(claimAt(claim));
  }

  @Override
  public long orderOf(int claim) {
    return (long) LONG.get(octets, claimAt(claim) + 4);
  }

  @Override
  public boolean isLive(int claim) {
    return octets[claimAt(claim) + 12] == LIVE;
  }

  /** Where a claim's record set of a type begins; {@link #NONE} if there is none. */
  public int setOfClaim(int claim, int type) {
    return find(intAt(claimAt(claim) + 13), type);
  }

  public int ttlSeconds(int set) {
    return intAt(set + 2);
  }

  public int records(int set) {
    return shortAt(set + 6);
  }

  /** Octets of all records of a set, each with the two of its length. */
  public int lengthOfRecords(int set) {
    return intAt(set + 8);
  }

  /** Where the first record's length stands; its data comes behind it, and then the next record. */
  public int firstRecord(int set) {
    return set + SET_HEAD;
  }

  /** The length of the data of the record that begins at {@code at}. */
  public int recordLength(int at) {
    return shortAt(at);
  }

  /** The array itself, for reading. */
  public byte[] octets() {
    return octets;
  }

  private int shortAt(int at) {
    return (short) SHORT.get(octets, at) & 0xffff;
  }

  private int intAt(int at) {
    return (int) INT.get(octets, at);
  }
}
