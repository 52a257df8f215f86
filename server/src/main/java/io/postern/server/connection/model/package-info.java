/** The connection and its states: who may move it where. */
@NullMarked
package io.postern.server.connection.model;

import org.jspecify.annotations.NullMarked;
