/**
 * Attacks on a server, a file each: what somebody could send who means no good, and that it does no
 * harm. Those on proofs of who calls are in {@code identity}, those on rights in {@code access}.
 */
@NullMarked
package io.postern.server.attack;

import org.jspecify.annotations.NullMarked;
