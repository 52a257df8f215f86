package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;

/**
 * The stored form of one kind. What {@link #write} puts in, {@link #read} gives back; a field that
 * is added later must read as its default from documents that lack it.
 */
interface Document<T extends Resource> {
  Kind<T> kind();

  void write(T resource, JsonOut body);

  T read(ResourceName name, Meta meta, JsonIn body);
}
