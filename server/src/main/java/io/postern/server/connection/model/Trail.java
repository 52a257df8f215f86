package io.postern.server.connection.model;

import io.postern.server.kernel.ResourceName;
import java.util.function.Supplier;

/**
 * Is told the checks of a decision as they are made. Whoever decides says which check begins; a
 * check has passed once the next begins, and has failed when the decision ends in a refusal. So one
 * piece of code both decides and explains.
 */
public interface Trail {
  /** Follows nothing. */
  Trail NONE =
      new Trail() {
        @Override
        public void begin(Check check, ResourceName asked) {}

        @Override
        public void note(Supplier<String> detail) {}

        @Override
        public void decide(ConnectionState state) {}
      };

  /**
   * A check begins.
   *
   * @param asked the resource that the answer depends on
   */
  void begin(Check check, ResourceName asked);

  /** More about the check that has begun, for those who may read the resource that is asked. */
  void note(Supplier<String> detail);

  /** The check that has begun settles in which state the connection starts. */
  void decide(ConnectionState state);
}
