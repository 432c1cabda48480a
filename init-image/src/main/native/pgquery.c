/*
 * PostgreSQL's parser for Java: one function, from the bytes of a text to the bytes of an answer.
 * build.sh makes a library of this and of libpg_query.
 */
#define _GNU_SOURCE
#include <jni.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "pg_query.h"

/* An answer's first byte; MachineCode.java has the same. */
enum { TREE = 0, REFUSED = 1, NO_ROOM = 2 };

/*
 * libpg_query counts on half a megabyte beyond what it lets a statement use, and keeps the limit of an earlier call if
 * there is less. Java's own guard pages are part of the thread's stack.
 */
#define LEAST_STACK (768 * 1024)

static int has_room(void)
{
	static __thread char *lowest;
	char		here;

	if (lowest == NULL)
	{
		pthread_attr_t attributes;
		void	   *address = NULL;
		size_t		size = 0;

		if (pthread_getattr_np(pthread_self(), &attributes) != 0)
			return 0;
		if (pthread_attr_getstack(&attributes, &address, &size) == 0)
			lowest = address;
		pthread_attr_destroy(&attributes);
		if (lowest == NULL)
			return 0;
	}
	return &here - lowest >= LEAST_STACK;
}

static jbyteArray answer(JNIEnv *env, char kind, int place, const char *text)
{
	size_t		length = text == NULL ? 0 : strlen(text);
	unsigned char head[5] = {kind, place >> 24, place >> 16, place >> 8, place};
	jbyteArray	bytes;

	if (length > 0x7ffffff0)
		return NULL;
	bytes = (*env)->NewByteArray(env, (jsize) (length + sizeof head));
	if (bytes == NULL)
		return NULL;			/* OutOfMemoryError is thrown */
	(*env)->SetByteArrayRegion(env, bytes, 0, sizeof head, (jbyte *) head);
	(*env)->SetByteArrayRegion(env, bytes, sizeof head, (jsize) length, (const jbyte *) text);
	return bytes;
}

/* static native byte[] call(byte[] sql): UTF-8 without a NUL; null for what doesn't fit into memory. */
JNIEXPORT jbyteArray JNICALL
Java_io_schemamigration_runner_judge_MachineCode_call(JNIEnv *env, jclass type, jbyteArray sql)
{
	jsize		length = (*env)->GetArrayLength(env, sql);
	PgQueryParseResult result;
	jbyteArray	bytes;
	char	   *text;

	(void) type;
	if (!has_room())
		return answer(env, NO_ROOM, 0, NULL);
	text = malloc((size_t) length + 1);
	if (text == NULL)
		return NULL;
	(*env)->GetByteArrayRegion(env, sql, 0, length, (jbyte *) text);
	text[length] = '\0';
	result = pg_query_parse(text);
	bytes = result.error != NULL
		? answer(env, REFUSED, result.error->cursorpos, result.error->message)
		: answer(env, TREE, 0, result.parse_tree);
	pg_query_free_parse_result(result);
	free(text);
	return bytes;
}
