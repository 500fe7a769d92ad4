/** One of several, by name. */
export type Option = string | readonly [value: string, words: string]

export interface SelectProps {
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly onChange: (value: string) => void
  readonly name?: string
  readonly disabled?: boolean
}

export function Select({ label, value, options, onChange, name, disabled = false }: SelectProps) {
  return (
    <label>
      <span>{label}</span>
      <select name={name} value={value} disabled={disabled} onChange={(event) => onChange((event.target as HTMLSelectElement).value)}>
        {options.map((option) => {
          const [each, words] = typeof option === "string" ? [option, option] : option
          return (
            <option key={each} value={each}>
              {words}
            </option>
          )
        })}
      </select>
    </label>
  )
}
