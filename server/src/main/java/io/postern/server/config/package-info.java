/** The server's settings as typed, checked records; an unknown key is refused with a suggestion. */
@NullMarked
package io.postern.server.config;

import org.jspecify.annotations.NullMarked;
