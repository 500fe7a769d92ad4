/**
 * The warden's whole mind, in the shell that every system has: two megabytes instead of a Node's forty-five. It reads lines
 * from the supervisor and waits. When the pipe ends without `close`, the supervisor is dead, and the warden ends everybody it
 * was told of, whom SIGSTOP may keep from noticing by themselves, and removes what must not be left behind.
 */
export const wardenScript = `
trap '' INT TERM HUP
nl='
'
groups=' '
folders=''
began() {
  if [ -r /proc/self/stat ]; then
    line=''
    IFS= read -r line < "/proc/$1/stat" || return 1
    line=\${line##*) }
    set -- $line
    echo "\${20}"
  else
    ps -o lstart= -p "$1" | sed 's/^ *//; s/ *$//; s/ /_/g'
  fi
}
while read -r word rest; do
  case $word in
    group) groups="$groups$rest " ;;
    gone) case $groups in *" $rest "*) groups="\${groups%%" $rest "*} \${groups#*" $rest "}" ;; esac ;;
    folder) folders="$folders$rest$nl" ;;
    close) exit 0 ;;
  esac
done
for group in $groups; do
  pid=\${group%%:*}
  now=$(began "$pid" 2>/dev/null)
  if [ -z "$now" ] || [ "$now" = "\${group#*:}" ]; then kill -KILL "-$pid"; fi
done
IFS=$nl
for folder in $folders; do rm -rf -- "$folder"; done
`
