package io.postern.client.call;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list of resources that is fetched page by page while it is read. Nothing is asked before the
 * first element is wanted, and each iteration asks anew. A page that cannot be fetched throws its
 * {@link io.postern.client.error.PosternException} out of {@code hasNext} or {@code next}.
 *
 * <p>Elements that are created or deleted while the list is read may or may not be in it; all
 * others are in it once. To see a list of one moment, watch.
 */
public final class Listing<R> implements Iterable<R> {
  private final Function<String, Page<R>> fetch;

  /**
   * A list whose pages come from {@code fetch}, which is given a page token, first an empty one.
   */
  public Listing(Function<String, Page<R>> fetch) {
    this.fetch = fetch;
  }

  @Override
  public Iterator<R> iterator() {
    return new PagingIterator<>(fetch);
  }

  /** The elements as a sequential stream, as lazy as the list. */
  public Stream<R> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** All elements at once. */
  public List<R> toList() {
    return stream().toList();
  }

  private static final class PagingIterator<R> implements Iterator<R> {
    private final Function<String, Page<R>> fetch;
    private Page<R> page = new Page<>(List.of(), "", "");
    private int position;
    private boolean begun;

    PagingIterator(Function<String, Page<R>> fetch) {
      this.fetch = fetch;
    }

    @Override
    public boolean hasNext() {
      // A page may be empty and not the last: the server looks through so many and no more.
      while (position == page.values().size()) {
        if (begun && !page.hasNext()) {
          return false;
        }
        page = fetch.apply(page.nextPageToken());
        position = 0;
        begun = true;
      }
      return true;
    }

    @Override
    public R next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.values().get(position++);
    }
  }
}
