package io.postern.dns.zone;

import io.postern.dns.name.NameOctets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The names of a zone, each a {@link PackedNode}, by their hash: an immutable trie whose copies
 * share all but the path that changed.
 *
 * <p>A place of the trie is a name, a {@code byte[]}; several of one hash, {@link Several}; or a
 * branch, an {@code Object[]} of 16 places, told apart by four bits of the hash. The places of a
 * branch that are not in use are null: that takes some memory, and a look-up goes to one object a
 * level and not to two. A branch never holds a lone name.
 */
final class NameTable {
  static final NameTable EMPTY = new NameTable(null);

  private static final int BITS = 4;
  private static final int MASK = (1 << BITS) - 1;

  private final @Nullable Object root;

  private NameTable(@Nullable Object root) {
    this.root = root;
  }

  /** Names whose hashes are the same; at least two. */
  private static final class Several {
    final byte[][] names;

    Several(byte[][] names) {
      this.names = names;
    }
  }

  private static boolean isBranch(Object place) {
    return place.getClass() == Object[].class;
  }

  private static @Nullable Object[] places(Object branch) {
    return (@Nullable Object[]) branch;
  }

  private static int index(int hash, int shift) {
    return (hash >>> shift) & MASK;
  }

  /**
   * The name whose labels below the apex are a part of the octets of {@code name}; null if it is
   * not here.
   *
   * @param hash of the name with the apex
   */
  byte @Nullable [] find(NameOctets name, int from, int to, int hash) {
    var place = placeOf(hash);
    if (place instanceof byte[] one) {
      return isAt(one, name, from, to, hash) ? one : null;
    }
    if (place instanceof Several several) {
      for (var one : several.names) {
        if (isAt(one, name, from, to, hash)) {
          return one;
        }
      }
    }
    return null;
  }

  private static boolean isAt(byte[] packed, NameOctets name, int from, int to, int hash) {
    return PackedNode.hash(packed) == hash
        && PackedNode.ownerLength(packed) == to - from
        && name.equalsRange(from, packed, PackedNode.ownerAt(), to - from);
  }

  /** The name whose labels below the apex are the octets given. */
  byte @Nullable [] find(byte[] owner, int length, int hash) {
    var place = placeOf(hash);
    if (place instanceof byte[] one) {
      return isOwner(one, hash, owner, 0, length) ? one : null;
    }
    if (place instanceof Several several) {
      for (var one : several.names) {
        if (isOwner(one, hash, owner, 0, length)) {
          return one;
        }
      }
    }
    return null;
  }

  /** Whether a name may be here that has this hash; false says for sure that none has. */
  boolean mayHold(int hash) {
    var place = placeOf(hash);
    return place != null && (!(place instanceof byte[] one) || PackedNode.hash(one) == hash);
  }

  private @Nullable Object placeOf(int hash) {
    var place = root;
    for (int shift = 0; place != null && isBranch(place); shift += BITS) {
      place = places(place)[index(hash, shift)];
    }
    return place;
  }

  private static boolean isOwner(byte[] packed, int hash, byte[] owner, int from, int length) {
    var at = PackedNode.ownerAt();
    return PackedNode.hash(packed) == hash
        && PackedNode.ownerLength(packed) == length
        && Arrays.equals(packed, at, at + length, owner, from, from + length);
  }

  private static boolean isSameName(byte[] one, byte[] other) {
    var at = PackedNode.ownerAt();
    return isOwner(one, PackedNode.hash(other), other, at, PackedNode.ownerLength(other));
  }

  /** This table with the name added, or put in place of what it was before. */
  NameTable with(byte[] packed) {
    return new NameTable(with(root, packed, PackedNode.hash(packed), 0, false));
  }

  /**
   * A table in the making, which nobody else sees: its branches are written to and not copied. It
   * takes no more names once the table has been had.
   */
  static final class Builder {
    private @Nullable Object root;

    byte @Nullable [] find(byte[] owner, int length, int hash) {
      return new NameTable(root).find(owner, length, hash);
    }

    void add(byte[] packed) {
      root = with(root, packed, PackedNode.hash(packed), 0, true);
    }

    NameTable build() {
      return new NameTable(root);
    }
  }

  private static Object with(
      @Nullable Object place, byte[] packed, int hash, int shift, boolean inPlace) {
    if (place == null) {
      return packed;
    }
    if (place instanceof Several several && PackedNode.hash(several.names[0]) == hash) {
      return beside(several, packed);
    }
    if (place instanceof byte[] one && PackedNode.hash(one) == hash) {
      return isSameName(one, packed) ? packed : new Several(new byte[][] {one, packed});
    }
    var branch = isBranch(place) ? places(place) : branchOver(place, shift);
    var changed = inPlace ? branch : branch.clone();
    var index = index(hash, shift);
    changed[index] = with(branch[index], packed, hash, shift + BITS, inPlace);
    return changed;
  }

  private static @Nullable Object[] branchOver(Object place, int shift) {
    var branch = new @Nullable Object[1 << BITS];
    branch[index(hashOf(place), shift)] = place;
    return branch;
  }

  private static int hashOf(Object place) {
    return PackedNode.hash(place instanceof Several several ? several.names[0] : (byte[]) place);
  }

  private static Several beside(Several several, byte[] packed) {
    var names = several.names;
    for (int i = 0; i < names.length; i++) {
      if (isSameName(names[i], packed)) {
        var copy = names.clone();
        copy[i] = packed;
        return new Several(copy);
      }
    }
    var copy = Arrays.copyOf(names, names.length + 1);
    copy[names.length] = packed;
    return new Several(copy);
  }

  /** This table without the name, which is in it. */
  NameTable without(byte[] packed) {
    return root == null ? this : new NameTable(without(root, packed, PackedNode.hash(packed), 0));
  }

  private static @Nullable Object without(
      @Nullable Object place, byte[] packed, int hash, int shift) {
    if (place instanceof Several several) {
      var rest =
          Arrays.stream(several.names)
              .filter(one -> !isSameName(one, packed))
              .toArray(byte[][]::new);
      return rest.length == 1 ? rest[0] : new Several(rest);
    }
    if (place == null || !isBranch(place)) {
      return null;
    }
    var branch = places(place).clone();
    var index = index(hash, shift);
    branch[index] = without(branch[index], packed, hash, shift + BITS);
    return shrunk(branch);
  }

  /** A branch that has lost a name, or what is left of it if that is one name, or nothing. */
  private static @Nullable Object shrunk(@Nullable Object[] branch) {
    Object last = null;
    var count = 0;
    for (var place : branch) {
      last = place == null ? last : place;
      count += place == null ? 0 : 1;
    }
    return count > 1 || (last != null && isBranch(last)) ? branch : last;
  }

  /** Told of a name as it was and as it is; null where it is not there. */
  interface Difference {
    void tell(byte @Nullable [] before, byte @Nullable [] after);
  }

  /**
   * Tells each name that is not the same array in both tables. What they share is not looked at, so
   * it costs what was changed.
   *
   * @param everything tells the names that are the same, too
   */
  static void compare(NameTable before, NameTable after, boolean everything, Difference told) {
    compare(before.root, after.root, 0, everything, told);
  }

  @SuppressWarnings("ReferenceEquality") // what is shared is the same, and nothing else has to be
  private static void compare(
      @Nullable Object before,
      @Nullable Object after,
      int shift,
      boolean everything,
      Difference told) {
    if (before == after && !everything) {
      return;
    }
    if (before != null && after != null && isBranch(before) && isBranch(after)) {
      for (int i = 0; i <= MASK; i++) {
        compare(places(before)[i], places(after)[i], shift + BITS, everything, told);
      }
      return;
    }
    // On one side there is one name or a few of one hash, if any.
    forEach(
        before,
        one -> {
          var now = find(after, one, shift);
          if (now != one || everything) {
            told.tell(one, now);
          }
        });
    forEach(
        after,
        one -> {
          if (find(before, one, shift) == null) {
            told.tell(null, one);
          }
        });
  }

  /** The same name among those of a place, which is at a depth of the trie. */
  private static byte @Nullable [] find(@Nullable Object from, byte[] packed, int depth) {
    var hash = PackedNode.hash(packed);
    var place = from;
    for (int shift = depth; place != null && isBranch(place); shift += BITS) {
      place = places(place)[index(hash, shift)];
    }
    return switch (place) {
      case byte[] one -> isSameName(one, packed) ? one : null;
      case Several several -> {
        for (var one : several.names) {
          if (isSameName(one, packed)) {
            yield one;
          }
        }
        yield null;
      }
      case null, default -> null;
    };
  }

  void forEach(Consumer<byte[]> action) {
    forEach(root, action);
  }

  private static void forEach(@Nullable Object place, Consumer<byte[]> action) {
    switch (place) {
      case null -> {}
      case Several several -> Arrays.asList(several.names).forEach(action);
      case byte[] one -> action.accept(one);
      default -> {
        for (var each : places(place)) {
          forEach(each, action);
        }
      }
    }
  }
}
