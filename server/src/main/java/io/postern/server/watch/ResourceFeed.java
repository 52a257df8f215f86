package io.postern.server.watch;

import com.google.protobuf.ByteString;
import io.postern.server.kernel.ResourceName;
import io.postern.v1.Change;
import java.util.Optional;

/**
 * What a call of {@code Watch} shows: every resource that the filter and the policy let through.
 */
record ResourceFeed(WatchFilter filter, Viewer viewer, boolean needsPrevious, long digest)
    implements Feed {
  static ResourceFeed of(WatchFilter filter, Viewer viewer, boolean includePrevious) {
    var digest = ResumeToken.digest("resources\n" + viewer.realm() + "\n" + filter.text());
    return new ResourceFeed(filter, viewer, includePrevious, digest);
  }

  @Override
  public boolean mayShow(WatchedKind kind, ResourceName name, Optional<String> tenant) {
    return filter.covers(kind, name) && viewer.sees(kind, name, tenant);
  }

  @Override
  public Optional<ByteString> show(Watched watched) {
    var message = watched.message(needsPrevious);
    return Optional.of(
        viewer.knows(message.getActor())
            ? watched.written(needsPrevious)
            : told(watched).toByteString());
  }

  /** The message as the viewer is told it: without who made the change, if it may not know. */
  Change told(Watched watched) {
    var message = watched.message(needsPrevious);
    return viewer.knows(message.getActor()) ? message : message.toBuilder().clearActor().build();
  }
}
