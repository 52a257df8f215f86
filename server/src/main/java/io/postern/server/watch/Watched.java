package io.postern.server.watch;

import com.google.protobuf.ByteString;
import io.postern.server.kernel.ResourceName;
import io.postern.v1.Change;
import java.util.Optional;

/** Something a watch may show: a change, or a value that was there when it began. */
interface Watched {
  WatchedKind kind();

  ResourceName name();

  /** Whose the resource was at the time. */
  Optional<String> tenant();

  /**
   * The message, which must have been mapped before.
   *
   * @param withPrevious whether it has the value before the change
   */
  Change message(boolean withPrevious);

  /** The same, written out. */
  default ByteString written(boolean withPrevious) {
    return message(withPrevious).toByteString();
  }
}
