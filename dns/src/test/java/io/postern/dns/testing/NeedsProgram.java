package io.postern.dns.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test uses a program of the system. Where it is not installed the test is left out and says
 * what to install; with {@code CI=true} in the environment it fails instead, so that continuous
 * integration never passes by leaving tests out.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NeedsProgram.All.class)
@ExtendWith(NeedsProgramCondition.class)
public @interface NeedsProgram {
  /** The program's file name. */
  String value();

  /** The Debian package that has it. */
  String debianPackage();

  /** Several of them. */
  @Target({ElementType.TYPE, ElementType.METHOD})
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(NeedsProgramCondition.class)
  @interface All {
    NeedsProgram[] value();
  }
}
