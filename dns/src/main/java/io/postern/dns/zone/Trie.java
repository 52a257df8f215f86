package io.postern.dns.zone;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of {@link PersistentMap}: one entry, several entries of one hash, or a branch.
 *
 * <p>A branch looks at five bits of the hash. Its bitmap has a bit for each of the 32 slots in use
 * and its array holds only those, in the order of their bits, so the place of a slot is the number
 * of bits below its own. A branch never holds a lone entry: deleting shrinks the trie back to the
 * shape it would have had if the key had never been there.
 */
sealed interface Trie<K, V> {
  int BITS = 5;
  int MASK = (1 << BITS) - 1;

  @Nullable V find(K key, int hash, int shift);

  /** This trie with the leaf added, or put in place of the entry with an equal key. */
  Trie<K, V> with(Leaf<K, V> leaf, int shift);

  /** This trie without the key, which is in it; null when nothing is left. */
  @Nullable Trie<K, V> without(K key, int hash, int shift);

  void forEach(BiConsumer<? super K, ? super V> action);

  /** The smallest trie of two that differ in their hashes. */
  private static <K, V> Trie<K, V> join(
      Trie<K, V> one, int oneHash, Trie<K, V> two, int twoHash, int shift) {
    var oneSlot = (oneHash >>> shift) & MASK;
    var twoSlot = (twoHash >>> shift) & MASK;
    if (oneSlot == twoSlot) {
      var deeper = join(one, oneHash, two, twoHash, shift + BITS);
      return new Branch<>(1 << oneSlot, Branch.slots(deeper));
    }
    var slots = oneSlot < twoSlot ? Branch.slots(one, two) : Branch.slots(two, one);
    return new Branch<>(1 << oneSlot | 1 << twoSlot, slots);
  }

  /** Tells what differs in two tries that are at the same depth, as the map has it. */
  @SuppressWarnings("ReferenceEquality") // what is shared is the same, and nothing else has to be
  static <K, V> void compare(
      @Nullable Trie<K, V> before,
      @Nullable Trie<K, V> after,
      int shift,
      PersistentMap.Difference<? super K, ? super V> told) {
    if (before == after) {
      return;
    }
    if (before instanceof Branch<K, V> was && after instanceof Branch<K, V> is) {
      for (int i = 0; i <= MASK; i++) {
        compare(was.inUse(1 << i), is.inUse(1 << i), shift + BITS, told);
      }
      return;
    }
    // On one side there is one entry or a few of one hash, if any.
    if (before != null) {
      before.forEach((key, value) -> {
        var now = after == null ? null : after.find(key, key.hashCode(), shift);
        if (now != value) {
          told.tell(key, value, now);
        }
      });
    }
    if (after != null) {
      after.forEach((key, value) -> {
        if (before == null || before.find(key, key.hashCode(), shift) == null) {
          told.tell(key, null, value);
        }
      });
    }
  }

  record Leaf<K, V>(int hash, K key, V value) implements Trie<K, V> {
    @Override
    public @Nullable V find(K wanted, int wantedHash, int shift) {
      return holds(wanted, wantedHash) ? value : null;
    }

    boolean holds(K wanted, int wantedHash) {
      return hash == wantedHash && key.equals(wanted);
    }

    @Override
    public Trie<K, V> with(Leaf<K, V> leaf, int shift) {
      if (hash != leaf.hash) {
        return join(this, hash, leaf, leaf.hash, shift);
      }
      return key.equals(leaf.key) ? leaf : new Collision<>(hash, Collision.leaves(this, leaf));
    }

    @Override
    public @Nullable Trie<K, V> without(K unwanted, int unwantedHash, int shift) {
      return null;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
      action.accept(key, value);
    }
  }

  /** Two or more entries whose keys differ and whose hashes do not. */
  final class Collision<K, V> implements Trie<K, V> {
    private final int hash;
    private final Leaf<K, V>[] leaves;

    private Collision(int hash, Leaf<K, V>[] leaves) {
      this.hash = hash;
      this.leaves = leaves;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is never written to
    static <K, V> Leaf<K, V>[] leaves(Leaf<K, V>... leaves) {
      return leaves;
    }

    private int indexOf(K key, int keyHash) {
      for (int i = 0; i < leaves.length; i++) {
        if (leaves[i].holds(key, keyHash)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public @Nullable V find(K key, int keyHash, int shift) {
      var at = indexOf(key, keyHash);
      return at < 0 ? null : leaves[at].value();
    }

    <P> @Nullable V find(
        P probe, int part, int wantedHash, PersistentMap.Match<? super P, ? super K> match) {
      for (var leaf : leaves) {
        if (leaf.hash() == wantedHash && match.is(probe, part, leaf.key())) {
          return leaf.value();
        }
      }
      return null;
    }

    @Override
    public Trie<K, V> with(Leaf<K, V> leaf, int shift) {
      if (leaf.hash() != hash) {
        return join(this, hash, leaf, leaf.hash(), shift);
      }
      var at = indexOf(leaf.key(), hash);
      var copy = Arrays.copyOf(leaves, at < 0 ? leaves.length + 1 : leaves.length);
      copy[at < 0 ? leaves.length : at] = leaf;
      return new Collision<>(hash, copy);
    }

    @Override
    public Trie<K, V> without(K key, int keyHash, int shift) {
      var at = indexOf(key, keyHash);
      if (leaves.length == 2) {
        return leaves[1 - at];
      }
      var copy = Arrays.copyOf(leaves, leaves.length - 1);
      System.arraycopy(leaves, at + 1, copy, at, copy.length - at);
      return new Collision<>(hash, copy);
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
      for (var leaf : leaves) {
        leaf.forEach(action);
      }
    }
  }

  final class Branch<K, V> implements Trie<K, V> {
    private final int bitmap;
    private final Trie<K, V>[] slots;

    private Branch(int bitmap, Trie<K, V>[] slots) {
      this.bitmap = bitmap;
      this.slots = slots;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is never written to
    static <K, V> Trie<K, V>[] slots(Trie<K, V>... slots) {
      return slots;
    }

    private static int bit(int hash, int shift) {
      return 1 << ((hash >>> shift) & MASK);
    }

    private int index(int bit) {
      return Integer.bitCount(bitmap & (bit - 1));
    }

    /** What is in the slot of a hash; null if it is not in use. */
    @Nullable Trie<K, V> slot(int hash, int shift) {
      return inUse(bit(hash, shift));
    }

    /** What is in the slot of a bit. */
    private @Nullable Trie<K, V> inUse(int bit) {
      return (bitmap & bit) == 0 ? null : slots[index(bit)];
    }

    @Override
    public @Nullable V find(K key, int hash, int shift) {
      var bit = bit(hash, shift);
      return (bitmap & bit) == 0 ? null : slots[index(bit)].find(key, hash, shift + BITS);
    }

    @Override
    public Trie<K, V> with(Leaf<K, V> leaf, int shift) {
      var bit = bit(leaf.hash(), shift);
      var index = index(bit);
      if ((bitmap & bit) != 0) {
        return withSlot(index, slots[index].with(leaf, shift + BITS));
      }
      var copy = Arrays.copyOf(slots, slots.length + 1);
      System.arraycopy(slots, index, copy, index + 1, slots.length - index);
      copy[index] = leaf;
      return new Branch<>(bitmap | bit, copy);
    }

    @Override
    public @Nullable Trie<K, V> without(K key, int hash, int shift) {
      var bit = bit(hash, shift);
      var index = index(bit);
      var rest = slots[index].without(key, hash, shift + BITS);
      if (rest != null) {
        return slots.length == 1 && !(rest instanceof Branch) ? rest : withSlot(index, rest);
      }
      if (slots.length == 2 && !(slots[1 - index] instanceof Branch)) {
        return slots[1 - index];
      }
      if (slots.length == 1) {
        return null;
      }
      var copy = Arrays.copyOf(slots, slots.length - 1);
      System.arraycopy(slots, index + 1, copy, index, copy.length - index);
      return new Branch<>(bitmap & ~bit, copy);
    }

    private Branch<K, V> withSlot(int index, Trie<K, V> slot) {
      var copy = slots.clone();
      copy[index] = slot;
      return new Branch<>(bitmap, copy);
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
      for (var slot : slots) {
        slot.forEach(action);
      }
    }
  }
}
