/* A set that several nodes keep together, over TCP: one line asks, one line answers.
 *
 *   ADD n   a client adds n: stored here and told to all peers, OK when most nodes have it
 *   READ    a client reads: what most nodes have, all together
 *   PUT n   a peer has stored n, and wants us to
 *   LIST    a peer wants to know what we have
 *
 * cc -O2 -pthread -o tally tally.c     and with -DMENDED without its bug. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { ELEMENTS = 100000, PEERS = 16, LINE = 1 << 20, PATIENCE_MS = 100 };

static unsigned char has[ELEMENTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int peers[PEERS], peer_count, log_file;

static void store(int n) {
  char line[16];
  pthread_mutex_lock(&lock);
  if (!has[n]) {
    int length = snprintf(line, sizeof line, "%d\n", n);
    if (write(log_file, line, length) != length) abort();
    has[n] = 1;
  }
  pthread_mutex_unlock(&lock);
}

/* One line, without its end; 0 when there is none in time. */
static int read_line(int socket, char *line) {
  for (int length = 0; length < LINE - 1; length++) {
    if (recv(socket, line + length, 1, 0) != 1) return 0;
    if (line[length] == '\n') return line[length] = 0, 1;
  }
  return 0;
}

/* Asks a peer. Returns whether it was sent; `answer` is empty when none came. */
static int ask(int port, const char *question, char *answer) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct timeval patience = {.tv_usec = PATIENCE_MS * 1000};
  int peer = socket(AF_INET, SOCK_STREAM, 0), sent = 0;
  answer[0] = 0;
  setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(peer, (struct sockaddr *)&address, sizeof address) == 0) {
    sent = send(peer, question, strlen(question), MSG_NOSIGNAL) == (ssize_t)strlen(question);
    if (!sent || !read_line(peer, answer)) answer[0] = 0;
  }
  close(peer);
  return sent;
}

static int most(int nodes) { return 2 * nodes > peer_count + 1; }

static void add(int n, char *answer) {
  char question[32], *told = malloc(LINE);
  int nodes = 1;
  store(n);
  snprintf(question, sizeof question, "PUT %d\n", n);
  for (int i = 0; i < peer_count; i++) {
    int sent = ask(peers[i], question, told);
#ifdef MENDED
    nodes += sent && strcmp(told, "OK") == 0;
#else
    nodes += sent; /* What was sent has not arrived. */
#endif
  }
  strcpy(answer, most(nodes) ? "OK\n" : "TOO FEW\n");
  free(told);
}

static void list(const unsigned char *set, char *answer) {
  char *end = answer;
  *end++ = ':';
  for (int n = 0; n < ELEMENTS; n++)
    if (set[n]) end += sprintf(end, " %d", n);
  strcpy(end, "\n");
}

static void read_all(char *answer) {
  unsigned char *all = malloc(ELEMENTS);
  char *line = malloc(LINE);
  int nodes = 1;
  pthread_mutex_lock(&lock);
  memcpy(all, has, ELEMENTS);
  pthread_mutex_unlock(&lock);
  for (int i = 0; i < peer_count; i++) {
    ask(peers[i], "LIST\n", line);
    if (line[0] != ':') continue;
    nodes++;
    for (char *word = strchr(line, ' '); word; word = strchr(word + 1, ' ')) {
      int n = atoi(word + 1);
      if (n >= 0 && n < ELEMENTS) all[n] = 1, store(n); /* Who reads after us is to see it too. */
    }
  }
  if (most(nodes)) list(all, answer);
  else strcpy(answer, "TOO FEW\n");
  free(line), free(all);
}

static void *serve(void *argument) {
  int client = (int)(long)argument, n;
  char *line = malloc(LINE), *answer = malloc(LINE);
  while (read_line(client, line)) {
    if (sscanf(line, "ADD %d", &n) == 1 && n >= 0 && n < ELEMENTS) add(n, answer);
    else if (sscanf(line, "PUT %d", &n) == 1 && n >= 0 && n < ELEMENTS) store(n), strcpy(answer, "OK\n");
    else if (strcmp(line, "READ") == 0) read_all(answer);
    else if (strcmp(line, "LIST") == 0) {
      pthread_mutex_lock(&lock);
      list(has, answer);
      pthread_mutex_unlock(&lock);
    } else strcpy(answer, "WHAT\n");
    if (send(client, answer, strlen(answer), MSG_NOSIGNAL) < 0) break;
  }
  close(client), free(line), free(answer);
  return NULL;
}

int main(int count, char **words) {
  if (count != 4) return fprintf(stderr, "tally PORT PEERS FOLDER\n"), 2;
  char path[4096], line[32];
  snprintf(path, sizeof path, "%s/set.log", words[3]);
  FILE *before = fopen(path, "r");
  while (before && fgets(line, sizeof line, before))
    if (atoi(line) >= 0 && atoi(line) < ELEMENTS) has[atoi(line)] = 1;
  if (before) fclose(before);
  log_file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  for (char *peer = strchr(words[2], ':'); peer && peer_count < PEERS; peer = strchr(peer + 1, ':')) peers[peer_count++] = atoi(peer + 1);

  int server = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (log_file < 0 || bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 64)) return perror("tally"), 1;
  for (;;) {
    pthread_t thread;
    int client = accept(server, NULL, NULL);
    if (client < 0) continue;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (pthread_create(&thread, NULL, serve, (void *)(long)client)) close(client);
    else pthread_detach(thread);
  }
}
