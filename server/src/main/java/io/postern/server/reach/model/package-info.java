/**
 * Who can reach what: the situation as it was loaded, and one small class for each step of the
 * decision (Rules §15). Pure; reads no store and asks nobody.
 */
@NullMarked
package io.postern.server.reach.model;

import org.jspecify.annotations.NullMarked;
