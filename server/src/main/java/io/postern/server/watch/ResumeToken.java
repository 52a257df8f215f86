package io.postern.server.watch;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Where a watch resumes: after a revision, with the filter it had.
 *
 * <p>Good at every server, because the log is the same there. No secret: a token that is made up
 * shows its maker nothing that it could not see anyway.
 *
 * @param filter a digest of what the watch lets through
 */
record ResumeToken(Revision revision, long filter) {
  private static final byte FORM = 1;
  private static final int LENGTH = 1 + Long.BYTES + Long.BYTES;

  /** A number that two different filters do not share. */
  static long digest(String filter) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(filter.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String text() {
    var bytes = ByteBuffer.allocate(LENGTH).put(FORM).putLong(revision.number()).putLong(filter);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * @throws ControlException {@code InvalidArgument} when it is not a token of a watch with this
   *     filter
   */
  static ResumeToken parse(String text, long filter) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() == LENGTH && bytes.get() == FORM) {
        var token = new ResumeToken(new Revision(bytes.getLong()), bytes.getLong());
        if (token.filter == filter) return token;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the one refusal
    }
    throw ControlException.invalid(
        Reason.RESUME_TOKEN_INVALID,
        "resume_token",
        "The resume token is not one of a watch with these filters; watch again without a token.");
  }
}
