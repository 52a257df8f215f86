package io.postern.server.store.jdbc.document;

import io.postern.server.access.model.ResourceLock;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.ScopeLock;

final class ResourceLockDocument implements Document<ResourceLock> {
  @Override
  public Kind<ResourceLock> kind() {
    return ResourceLock.KIND;
  }

  @Override
  public void write(ResourceLock resourceLock, JsonOut body) {
    body.text("level", resourceLock.level()).text("notes", resourceLock.notes());
  }

  @Override
  public ResourceLock read(ResourceName name, Meta meta, JsonIn body) {
    return new ResourceLock(
        name, meta, body.as("level", ScopeLock.Level::valueOf), body.text("notes"));
  }
}
