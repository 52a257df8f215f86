package io.postern.dns.zone;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash map whose copies share all but the path that changed: a hash array mapped trie.
 *
 * <p>A look-up or a change walks at most seven levels. Iteration order is unspecified. Values of
 * this type may be handed between threads freely.
 */
public final class PersistentMap<K, V> {
  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null, 0);

  private final @Nullable Trie<K, V> root;
  private final int size;

  private PersistentMap(@Nullable Trie<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked") // holds nothing, so it is a map of any type
  public static <K, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public @Nullable V get(K key) {
    return root == null ? null : root.find(key, key.hashCode(), 0);
  }

  /** Whether a key is the one that is looked for: a part of {@code probe}. */
  @FunctionalInterface
  public interface Match<P, K> {
    boolean is(P probe, int part, K key);
  }

  /**
   * The value of the key that is a part of {@code probe}, which need not be a key itself.
   *
   * @param hash of the key that is looked for
   */
  public <P> @Nullable V find(P probe, int part, int hash, Match<? super P, ? super K> match) {
    var place = root;
    for (int shift = 0; place instanceof Trie.Branch<K, V> branch; shift += Trie.BITS) {
      place = branch.slot(hash, shift);
    }
    if (place instanceof Trie.Leaf<K, V> leaf) {
      return leaf.hash() == hash && match.is(probe, part, leaf.key()) ? leaf.value() : null;
    }
    return place instanceof Trie.Collision<K, V> several
        ? several.find(probe, part, hash, match)
        : null;
  }

  /** The value of a key that is told apart from all others by its hash alone. */
  public @Nullable V findByHash(int hash) {
    return find(this, 0, hash, (map, part, key) -> true);
  }

  public boolean containsKey(K key) {
    return get(key) != null;
  }

  public PersistentMap<K, V> with(K key, V value) {
    var leaf = new Trie.Leaf<>(key.hashCode(), key, value);
    if (root == null) {
      return new PersistentMap<>(leaf, 1);
    }
    var grown = containsKey(key) ? size : size + 1;
    return new PersistentMap<>(root.with(leaf, 0), grown);
  }

  public PersistentMap<K, V> without(K key) {
    if (root == null || !containsKey(key)) {
      return this;
    }
    var rest = root.without(key, key.hashCode(), 0);
    return rest == null ? empty() : new PersistentMap<>(rest, size - 1);
  }

  /** Told of a key with the values it has in two maps; null where it is not there. */
  @FunctionalInterface
  public interface Difference<K, V> {
    void tell(K key, @Nullable V before, @Nullable V after);
  }

  /**
   * Tells each key whose value is not the same object in both maps. What they share is not looked
   * at, so it costs what was changed.
   */
  public static <K, V> void compare(
      PersistentMap<K, V> before,
      PersistentMap<K, V> after,
      Difference<? super K, ? super V> told) {
    Trie.compare(before.root, after.root, 0, told);
  }

  public void forEach(BiConsumer<? super K, ? super V> action) {
    if (root != null) {
      root.forEach(action);
    }
  }
}
