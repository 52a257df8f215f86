package io.postern.server.watch;

import io.postern.server.kernel.ResourceName;
import io.postern.v1.Change;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchResponse;
import java.util.List;
import java.util.Optional;

/**
 * What a call of {@code Watch} shows: every resource that the filter and the policy let through.
 */
record ResourceFeed(WatchFilter filter, Viewer viewer, boolean needsPrevious, long digest)
    implements Feed<Change, WatchResponse> {
  static ResourceFeed of(WatchFilter filter, Viewer viewer, boolean includePrevious) {
    var digest = ResumeToken.digest("resources\n" + viewer.realm() + "\n" + filter.text());
    return new ResourceFeed(filter, viewer, includePrevious, digest);
  }

  @Override
  public boolean mayShow(WatchedKind kind, ResourceName name, Optional<String> tenant) {
    return filter.covers(kind, name) && viewer.sees(kind, name, tenant);
  }

  @Override
  public Optional<Change> show(Watched watched) {
    return Optional.of(watched.message(needsPrevious));
  }

  @Override
  public WatchResponse response(
      WatchMessageKind kind, List<Change> changes, String resumeToken, String revisionToken) {
    return WatchResponse.newBuilder()
        .setKind(kind)
        .addAllChanges(changes)
        .setResumeToken(resumeToken)
        .setRevisionToken(revisionToken)
        .build();
  }
}
