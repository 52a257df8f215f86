package io.postern.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Revision;
import io.postern.server.kernel.Rights;
import io.postern.server.watch.Audience.Piece;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private final Audience audience = new Audience(feed());

  private static Feed feed() {
    var viewer = new Viewer(new Policy(), Principal.ADMINISTRATOR, Rights.ALL);
    return ResourceFeed.of(WatchFilter.of(Set.of(), "", "", List.of()), viewer, false);
  }

  @Test
  void theLastThatLeavesClosesTheDoor() {
    var one = new Silent(0);
    var other = new Silent(1);

    assertTrue(audience.enter(one));
    assertTrue(audience.enter(other));
    assertFalse(audience.leave(one));
    assertFalse(audience.leave(one), "it has left already");
    assertTrue(audience.leave(other));
    assertFalse(audience.enter(one), "somebody else is looking for its successor");
    assertEquals(Set.of(), audience.members());
  }

  @Test
  void aMessageIsRightForWhoHasAllBeforeItAndNothingOfIt() {
    var piece = new Piece(new Revision(3), new Revision(6), new Revision(9), Optional.empty());

    assertFalse(piece.follows(new Revision(2)), "what is between is missing");
    assertTrue(piece.follows(new Revision(3)));
    assertTrue(piece.follows(new Revision(5)));
    assertFalse(piece.follows(new Revision(6)), "it would come twice");
  }

  @Test
  void signsOfLifeAreWrittenOnceForARevision() {
    var sign = audience.checkpoint(new Revision(5));

    assertSame(sign, audience.checkpoint(new Revision(5)));
    assertFalse(sign.equals(audience.checkpoint(new Revision(6))));
  }

  @Test
  void onlyWhoIsSilentForTooLongIsFoundAndANewcomerIsLookedAt() {
    long now = System.nanoTime();
    var patient = new Silent(now + Duration.ofSeconds(60).toNanos());
    audience.enter(patient);
    assertEquals(List.of(), audience.tick(now));

    var impatient = new Silent(now + 1);
    audience.enter(impatient);

    assertEquals(List.of(impatient), audience.tick(now + 1));
    assertEquals(List.of(impatient), audience.tick(now + 2), "it has not spoken yet");
  }

  private record Silent(long until) implements Audience.Member {
    @Override
    public void turn() {}

    @Override
    public long silenceLeft(long nanoTime) {
      return until - nanoTime;
    }
  }
}
