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
 * @param rights a digest of what its reader was given; 0 for who sees everything in its tenant
 */
record ResumeToken(Revision revision, long filter, long rights) {
  /** Without rights, as tokens were before there were any to tell. */
  private static final byte FORM = 1;

  private static final byte FORM_WITH_RIGHTS = 2;
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
    boolean all = rights == 0;
    var bytes = ByteBuffer.allocate(all ? LENGTH : LENGTH + Long.BYTES);
    bytes.put(all ? FORM : FORM_WITH_RIGHTS).putLong(revision.number()).putLong(filter);
    if (!all) bytes.putLong(rights);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * @throws ControlException {@code InvalidArgument} when it is not a token of a watch with this
   *     filter, {@code RightsChanged} when it is one of a reader with other rights
   */
  static ResumeToken parse(String text, long filter, long rights) {
    var token = read(text);
    if (token.filter != filter) throw invalid();
    if (token.rights != rights) throw ControlException.of(Viewer.rightsChanged());
    return token;
  }

  private static ResumeToken read(String text) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      int length = bytes.remaining();
      byte form = length == 0 ? 0 : bytes.get();
      if (form == FORM && length == LENGTH)
        return new ResumeToken(new Revision(bytes.getLong()), bytes.getLong(), 0);
      if (form == FORM_WITH_RIGHTS && length == LENGTH + Long.BYTES)
        return new ResumeToken(new Revision(bytes.getLong()), bytes.getLong(), bytes.getLong());
    } catch (IllegalArgumentException e) {
      // falls through to the one refusal
    }
    throw invalid();
  }

  private static ControlException invalid() {
    return ControlException.invalid(
        Reason.RESUME_TOKEN_INVALID,
        "resume_token",
        "The resume token is not one of a watch with these filters; watch again without a token.");
  }
}
