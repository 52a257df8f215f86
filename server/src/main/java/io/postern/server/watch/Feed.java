package io.postern.server.watch;

import com.google.protobuf.ByteString;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.v1.WatchMessageKind;
import java.util.List;
import java.util.Optional;

/**
 * What one watch shows. Two that are equal show the same, so that whatever is made for one of them
 * serves both.
 */
interface Feed {
  WatchFilter filter();

  /** Who watches. */
  Viewer viewer();

  /** Whether changes must be mapped with the value before them. */
  boolean needsPrevious();

  /**
   * Whether something may be shown, as far as its name tells: cheap, and asked for every change.
   *
   * @param tenant whose the resource was at the time
   */
  boolean mayShow(WatchedKind kind, ResourceName name, Optional<String> tenant);

  /**
   * The RPC's message for something that may be shown, unless its content decides otherwise: a
   * {@code Change} or a {@code ConnectionChange}, written out.
   */
  Optional<ByteString> show(Watched watched);

  /** What resume tokens are bound to: everything that decides what is shown, but the rights. */
  long digest();

  /** A message that is complete through a revision, and can be resumed after. */
  default Frame frame(WatchMessageKind kind, List<ByteString> changes, Revision through) {
    var token = new ResumeToken(through, digest(), viewer().rightsDigest());
    return Frame.of(kind, changes, token.text(), through.token());
  }
}
