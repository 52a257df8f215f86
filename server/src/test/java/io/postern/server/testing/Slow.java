package io.postern.server.testing;

/** Where a test class stands when it takes so long that the others should run beside it. */
public final class Slow {
  /** Before the classes that say nothing, for {@link org.junit.jupiter.api.Order}. */
  public static final int FIRST = 1;

  private Slow() {}
}
