package io.postern.server.watch;

import com.google.protobuf.Message;
import io.postern.server.kernel.ResourceName;
import io.postern.v1.WatchMessageKind;
import java.util.List;
import java.util.Optional;

/**
 * What one watch shows, and how its RPC says it.
 *
 * @param <C> the RPC's message for one change
 * @param <R> the RPC's response
 */
interface Feed<C extends Message, R> {
  WatchFilter filter();

  /** Whether changes must be mapped with the value before them. */
  boolean needsPrevious();

  /**
   * Whether something may be shown, as far as its name tells: cheap, and asked by every watch for
   * every change.
   *
   * @param tenant whose the resource was at the time
   */
  boolean mayShow(WatchedKind kind, ResourceName name, Optional<String> tenant);

  /** The message for something that may be shown, unless its content decides otherwise. */
  Optional<C> show(Watched watched);

  /** What resume tokens are bound to: everything that decides what is shown. */
  long digest();

  R response(WatchMessageKind kind, List<C> changes, String resumeToken, String revisionToken);
}
