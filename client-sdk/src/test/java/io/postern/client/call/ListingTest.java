package io.postern.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final Map<String, Page<Integer>> PAGES =
      Map.of(
          "", new Page<>(List.of(1, 2), "p2", "r"),
          "p2", new Page<>(List.of(), "p3", "r"),
          "p3", new Page<>(List.of(3), "", "r"));

  private final List<String> fetched = new ArrayList<>();
  private final Listing<Integer> listing = new Listing<>(this::fetch);

  @Test
  void pagesAreFetchedWhenTheyAreWanted() {
    var numbers = listing.iterator();
    assertEquals(List.of(), fetched);

    numbers.next();
    numbers.next();

    assertEquals(List.of(""), fetched);
  }

  @Test
  void anEmptyPageIsNotTheEnd() {
    assertEquals(List.of(1, 2, 3), listing.toList());
    assertEquals(List.of("", "p2", "p3"), fetched);
  }

  @Test
  void eachReadingAsksAnew() {
    assertEquals(1, listing.stream().findFirst().orElseThrow());
    assertEquals(1, listing.iterator().next());
    assertEquals(List.of("", ""), fetched);
  }

  @Test
  void theEndIsTheEnd() {
    var numbers = listing.iterator();
    numbers.forEachRemaining(number -> {});

    assertThrows(NoSuchElementException.class, numbers::next);
    assertEquals(3, fetched.size());
  }

  private Page<Integer> fetch(String pageToken) {
    fetched.add(pageToken);
    var page = PAGES.get(pageToken);
    if (page == null) {
      throw new AssertionError("no page " + pageToken);
    }
    return page;
  }
}
