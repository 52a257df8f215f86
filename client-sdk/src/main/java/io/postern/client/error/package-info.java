/**
 * What a call that failed tells its caller: {@link io.postern.client.error.PosternException} and
 * the parts of it.
 */
@NullMarked
package io.postern.client.error;

import org.jspecify.annotations.NullMarked;
