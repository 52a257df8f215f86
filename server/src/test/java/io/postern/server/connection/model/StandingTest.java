package io.postern.server.connection.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.connection.model.Check.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which check explains a state (Rules §2), and who can do something about it. */
class StandingTest {
  @ParameterizedTest
  @CsvSource({
    "NONE, SUSPENSION, NOBODY",
    "SUSPENDED, SUSPENSION, PROVIDER",
    "PROVIDER_APPROVAL_REQUIRED, OWNER_DECISION, PROVIDER",
    "NOT_IN_ALLOW_LIST, OWNER_DECISION, PROVIDER",
    "IN_REJECT_LIST, OWNER_DECISION, PROVIDER",
    "CONNECTION_LIMIT_REACHED, OWNER_DECISION, CONSUMER",
    "CONNECTION_REJECTED, OWNER_DECISION, CONSUMER",
    "REQUEST_EXPIRED, TIME_LIMIT, CONSUMER",
    "APPROVAL_EXPIRED, TIME_LIMIT, CONSUMER",
    "TARGET_DELETED, TARGET_KEPT, CONSUMER",
    "CONNECTION_DELETED_BY_PROVIDER, TARGET_KEPT, CONSUMER",
  })
  void aCodeSaysWhichCheckDecidedAndWhoCanHelp(ActionCode action, Check decided, Side side) {
    assertEquals(new Standing(decided, side), Standing.of(action));
  }

  @ParameterizedTest
  @EnumSource(ActionCode.class)
  void nobodyHasToDoAnythingExactlyWhenTheConnectionServes(ActionCode action) {
    boolean serves = action == ActionCode.NONE;
    assertEquals(serves, Standing.of(action).side() == Side.NOBODY);
  }
}
