package io.postern.server.store.jdbc;

import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.util.regex.Pattern;

/** What is wrong with the disk that a database file is on, told from what the system says. */
enum DiskFault {
  DISK_FULL(
      "The disk is full: the server answers, but takes no changes until there is room again.",
      "no space left|quota exceeded|file too large|not enough space"),

  DISK_READ_ONLY(
      "The disk is read-only: the server answers, but takes no changes until it can be written to.",
      "read-only file system|read only|permission denied|not permitted|access is denied"),

  DISK_FAILED(
      "Writing to the disk failed: the server answers, but takes no changes until it succeeds.",
      "(?!)");

  private final String sentence;

  /** A pattern of what systems and H2 say of it. */
  private final String signs;

  DiskFault(String sentence, String signs) {
    this.sentence = sentence;
    this.signs = signs;
  }

  /** The fault that an exception or one of its causes speaks of. */
  static DiskFault of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (var fault : values()) {
        if (Pattern.compile(fault.signs, Pattern.CASE_INSENSITIVE).matcher(cause.toString()).find())
          return fault;
      }
    }
    return DISK_FAILED;
  }

  /** What a writer is told. */
  Problem problem() {
    return Problem.of(
            Reason.STORE_READ_ONLY, sentence + " It goes on by itself then; repeat the request.")
        .with("cause", name());
  }
}
